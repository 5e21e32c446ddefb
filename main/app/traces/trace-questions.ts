import type { Handlers } from '../../contract/contract.ts';
import type { Untraced } from '../../domain/trace/schedule/types.ts';
import { AsideFile } from '../export/aside-file.ts';
import { writeTrouble } from '../export/trouble.ts';
import { Refusal } from '../refusal.ts';
import type { Desktop } from '../types.ts';
import { openTraceFile } from './open-trace-file.ts';
import { sharedTrace, suggestedTraceName } from './share.ts';
import type { TraceService } from './trace-service.ts';

type TraceQuestion =
  | 'startTrace'
  | 'stopTrace'
  | 'trace'
  | 'traces'
  | 'untraced'
  | 'traceTargets'
  | 'copyTrace'
  | 'saveTrace'
  | 'openTrace';

export interface TraceQuestionOptions {
  readonly traces: TraceService;
  readonly untraced: (incident: string) => Untraced | null;
  readonly desktop: Pick<Desktop, 'askWhereToSave' | 'askWhatToOpen' | 'copyText'>;
}

async function write(file: string, text: string): Promise<void> {
  let aside: AsideFile | null = null;
  try {
    aside = await AsideFile.begin(file);
    await aside.write(text);
    await aside.finish();
  } catch (error) {
    await aside?.discard();
    throw new Refusal(writeTrouble(error, file));
  }
}

/** What windows ask of traces. */
export function traceQuestions({
  traces,
  untraced,
  desktop,
}: TraceQuestionOptions): Pick<Handlers, TraceQuestion> {
  return {
    startTrace: (ask) => traces.start(ask),
    async stopTrace({ id }) {
      traces.stop(id);
      return null;
    },
    trace: ({ id }) => traces.find(id),
    traces: ({ incident }) => traces.kept(incident),
    untraced: async ({ incident }) => untraced(incident),
    traceTargets: async () => traces.targets,
    async copyTrace({ id, mask }) {
      desktop.copyText(sharedTrace(await traces.find(id), mask, 'text'));
      return null;
    },
    async saveTrace({ id, mask, format }) {
      const view = await traces.find(id);
      const file = await desktop.askWhereToSave({ name: suggestedTraceName(view, mask, format), format });
      if (file !== null) await write(file, sharedTrace(view, mask, format));
      return { file };
    },
    async openTrace() {
      const file = await desktop.askWhatToOpen();
      return file === null ? null : traces.adopt(await openTraceFile(file));
    },
  };
}
