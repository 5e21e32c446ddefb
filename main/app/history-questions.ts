import type { Handlers } from '../contract/contract.ts';
import type { History } from '../history/types.ts';

type HistoryQuestion = 'series' | 'incidents' | 'gaps' | 'noteIncident';

export interface HistoryQuestionOptions {
  /** @throws Refusal when none is open. */
  readonly history: () => History;
  readonly onNoted: () => void;
}

/** What windows ask of the past. Each rejects with a HistoryError or, without an engine, with a Refusal. */
export function historyQuestions(options: HistoryQuestionOptions): Pick<Handlers, HistoryQuestion> {
  return {
    series: async (query) => options.history().series(query),
    incidents: async (query) => options.history().incidents(query),
    gaps: async ({ fromMs, toMs }) => options.history().gaps(fromMs, toMs),
    async noteIncident({ id, note }) {
      const incident = await options.history().noteIncident(id, note);
      options.onNoted();
      return incident;
    },
  };
}
