import type { AppState, Pause } from '../../contract/app-state.ts';
import type { Trouble } from '../../contract/channel.ts';
import type { HealthBySubject } from '../../domain/model/health.ts';
import type { HistoryState } from '../../domain/model/history-state.ts';
import type { Mode } from '../../domain/model/mode.ts';
import type { WallMs } from '../../domain/model/units.ts';
import type { RecentSamples } from '../../domain/recent/recent-samples.ts';
import { verdict } from '../../domain/words/verdict.ts';
import type { EngineRun } from '../engine-run.ts';
import { adviceFor } from './advice/registry.ts';
import { lightsOf } from './lights.ts';
import { trayState } from './tray-state.ts';

/** All that a state is made of, at one moment. */
export interface StateFacts {
  readonly atMs: WallMs;
  readonly run: EngineRun;
  /** This run of the engine has given a verdict before. */
  readonly judged: boolean;
  readonly recent: RecentSamples;
  readonly pause: Pause | null;
  readonly quiet: AppState['quiet'];
  readonly history: HistoryState | null;
  readonly troubles: { readonly settings: Trouble | null; readonly tray: Trouble | null };
  readonly version: string;
}

const NOTHING_KNOWN: HealthBySubject = {
  icmp: 'unknown',
  ipv4: 'unknown',
  ipv6: 'unknown',
  dns: 'unknown',
  gateway: 'unknown',
};

const STARTING: AppState['verdict'] = { state: 'unknown', headline: 'Faultline is starting.', detail: '' };

function verdictOf({ run, pause, atMs }: StateFacts): AppState['verdict'] {
  switch (run.phase) {
    case 'starting':
      return STARTING;
    case 'failed':
      return {
        state: 'unknown',
        headline: 'Nothing is being measured.',
        detail: `${run.trouble.what} ${run.trouble.wayOut}`.trim(),
      };
    case 'running': {
      const { health, open } = run.engine;
      return verdict({ health, open, nowMs: atMs, zone: undefined, paused: pause !== null });
    }
  }
}

function modeOf(run: EngineRun): Mode {
  if (run.phase === 'running') return run.engine.mode;
  return { icmp: 'none', reason: run.phase === 'starting' ? 'Faultline is starting.' : run.trouble.what };
}

/** Until something was known of the line the app is starting, whatever runs already. */
function phaseOf({ run, judged }: StateFacts, shown: AppState['verdict']['state']): AppState['phase'] {
  return run.phase === 'running' && shown === 'unknown' && !judged ? 'starting' : run.phase;
}

export function assembleState(facts: StateFacts): AppState {
  const { run, recent, pause, history, troubles } = facts;
  const engine = run.phase === 'running' ? run.engine : null;
  const verdict = verdictOf(facts);
  const mode = modeOf(run);
  const phase = phaseOf(facts, verdict.state);
  return {
    atMs: facts.atMs,
    phase,
    tray: trayState(phase, verdict.state, mode),
    verdict,
    lights: lightsOf(engine?.health ?? NOTHING_KNOWN, recent, pause !== null),
    network: engine?.network.label ?? '',
    mode,
    pause,
    open: engine?.open ?? [],
    quiet: facts.quiet,
    history,
    advice: adviceFor({
      failure: run.phase === 'failed' ? run.trouble : null,
      mode: engine === null ? null : mode,
      history,
      settings: troubles.settings,
      tray: troubles.tray,
    }),
    firstRun: run.phase === 'running' && run.firstRun,
    version: facts.version,
  };
}
