import type { AppState } from '../contract/app-state.ts';
import type { Handlers } from '../contract/contract.ts';
import type { WallMs } from '../domain/model/units.ts';
import type { Untraced } from '../domain/trace/schedule/types.ts';
import type { Exporters } from '../export/types.ts';
import type { Engine } from '../headless/types.ts';
import type { History } from '../history/types.ts';
import { encapsulationQuestions } from './encapsulation/encapsulation-questions.ts';
import type { EncapsulationService } from './encapsulation/encapsulation-service.ts';
import { exportQuestion } from './export-question.ts';
import { helperQuestions } from './helper/helper-questions.ts';
import { historyQuestions } from './history-questions.ts';
import { metricsQuestions } from './metrics/metrics-questions.ts';
import type { NoticeService } from './notices/types.ts';
import { Refusal } from './refusal.ts';
import type { SettingsService } from './settings/settings-service.ts';
import { traceQuestions } from './traces/trace-questions.ts';
import type { TraceService } from './traces/trace-service.ts';
import type { App, Desktop } from './types.ts';

/** The parts of the app that questions reach. */
export interface HandlerParts {
  readonly desktop: Desktop;
  readonly dataDirectory: string;
  readonly version: string;
  readonly settings: SettingsService;
  readonly notices: NoticeService;
  readonly traces: TraceService;
  readonly encapsulation: EncapsulationService;
  readonly exporters: Exporters;
  readonly untraced: (incident: string) => Untraced | null;
  readonly nowMs: () => WallMs;
  readonly state: () => AppState;
  readonly engine: () => Engine | null;
  readonly history: () => History | null;
  readonly retryEngine: () => Promise<void>;
  readonly pause: (forMs: number | null) => void;
  readonly resume: () => void;
  readonly incidentsChanged: () => void;
  /** Aborted at the end of the app. */
  readonly ending: AbortSignal;
}

function settingsQuestions({
  settings,
}: HandlerParts): Pick<Handlers, 'settings' | 'changeSettings' | 'resetSettings' | 'testAnchor'> {
  return {
    settings: async () => settings.view(),
    changeSettings: ({ config }) => settings.change(config),
    resetSettings: () => settings.reset(),
    testAnchor: (anchor) => settings.testAnchor(anchor),
  };
}

function controlQuestions(
  parts: HandlerParts,
): Pick<Handlers, 'state' | 'pause' | 'resume' | 'retryEngine' | 'openDataFolder' | 'openWindow'> {
  return {
    state: async () => parts.state(),
    async pause({ forMs }) {
      parts.pause(forMs);
      return null;
    },
    async resume() {
      parts.resume();
      return null;
    },
    async retryEngine() {
      await parts.retryEngine();
      return null;
    },
    async openDataFolder() {
      await parts.desktop.openFolder(parts.dataDirectory);
      return null;
    },
    async openWindow({ window, destination }) {
      parts.desktop.openWindow(window, destination);
      return null;
    },
  };
}

const noticeQuestions = ({ notices }: HandlerParts): Pick<Handlers, 'notices' | 'testNotice'> => ({
  notices: async () => notices.list(),
  testNotice: () => notices.test(),
});

/** Everything windows may ask, answered by the part that knows. */
export function appHandlers(parts: HandlerParts): App['handlers'] {
  const { desktop, nowMs, version, incidentsChanged, ending } = parts;
  const history = (): History => {
    const open = parts.history();
    if (open !== null) return open;
    throw new Refusal({ what: 'The history is not open.', wayOut: 'It opens when monitoring runs.' });
  };
  return {
    ...controlQuestions(parts),
    ...historyQuestions({ history, onNoted: incidentsChanged }),
    ...exportQuestion({ desktop, history, nowMs, version, signal: ending }),
    ...noticeQuestions(parts),
    ...settingsQuestions(parts),
    ...helperQuestions(parts),
    ...metricsQuestions(parts),
    ...traceQuestions(parts),
    ...encapsulationQuestions(parts),
  };
}
