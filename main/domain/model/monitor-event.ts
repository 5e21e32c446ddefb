import type { Gap } from './gap.ts';
import type { Health, HealthBySubject, Subject } from './health.ts';
import type { Incident } from './incident.ts';
import type { Mode } from './mode.ts';
import type { Network } from './network.ts';
import type { Sample } from './sample.ts';
import type { WallMs } from './units.ts';

/** What the engine tells the world: history, exporters, windows and the CLI all read this one stream. */
export type MonitorEvent =
  | { readonly type: 'sample'; readonly sample: Sample }
  | {
      readonly type: 'health';
      readonly atMs: WallMs;
      readonly subject: Subject;
      readonly health: Health;
      readonly previous: Health;
      readonly all: HealthBySubject;
    }
  | { readonly type: 'incident'; readonly phase: 'raised' | 'cleared'; readonly incident: Incident }
  | { readonly type: 'gap'; readonly gap: Gap }
  | { readonly type: 'mode'; readonly atMs: WallMs; readonly mode: Mode }
  | { readonly type: 'network'; readonly atMs: WallMs; readonly network: Network };
