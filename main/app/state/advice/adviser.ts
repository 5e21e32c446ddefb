import type { Advice } from '../../../contract/app-state.ts';
import type { Trouble } from '../../../contract/channel.ts';
import type { HistoryState } from '../../../domain/model/history-state.ts';
import type { Mode } from '../../../domain/model/mode.ts';

/** What advice rests on. */
export interface AdviceFacts {
  /** Why the engine did not start; null: it has, or may yet. */
  readonly failure: Trouble | null;
  /** Null while no engine runs. */
  readonly mode: Mode | null;
  readonly history: HistoryState | null;
  /** What was wrong with the settings file when it was read. */
  readonly settings: Trouble | null;
  /** What is wrong with the tray. */
  readonly tray: Trouble | null;
}

/** One condition of Faultline itself: its advice while it holds, else null. */
export type Adviser = (facts: AdviceFacts) => Advice | null;
