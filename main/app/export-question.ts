import type { Handlers } from '../contract/contract.ts';
import type { WallMs } from '../domain/model/units.ts';
import type { History } from '../history/types.ts';
import { exportRange, suggestedName } from './export/export-range.ts';
import { Refusal } from './refusal.ts';
import type { Desktop } from './types.ts';

export interface ExportQuestionOptions {
  readonly desktop: Pick<Desktop, 'askWhereToSave'>;
  /** @throws Refusal when none is open. */
  readonly history: () => History;
  readonly nowMs: () => WallMs;
  readonly version: string;
  /** Ends exports that are still being written. */
  readonly signal: AbortSignal;
}

/** Asks where to write, then writes; the user's own zone is that of the machine. */
export function exportQuestion(options: ExportQuestionOptions): Pick<Handlers, 'export'> {
  const { desktop, version, signal } = options;
  return {
    async export(range) {
      const history = options.history();
      const zone = undefined;
      const name = suggestedName({ ...range, zone });
      const file = await desktop.askWhereToSave({ name, format: range.format });
      if (file === null) return { file };
      const nowMs = options.nowMs();
      const result = await exportRange({ ...range, history, file, zone, nowMs, version, signal });
      if (result.type === 'failed') throw new Refusal(result.trouble);
      return { file: result.type === 'written' ? file : null };
    },
  };
}
