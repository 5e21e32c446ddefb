import type { GapReason } from '../../../../main/domain/model/gap.ts';
import type { Health, Subject } from '../../../../main/domain/model/health.ts';
import type { Incident, IncidentClass, IncidentEnd } from '../../../../main/domain/model/incident.ts';
import type { Kind } from '../../../../main/domain/model/kind.ts';
import type { Network } from '../../../../main/domain/model/network.ts';
import type { Outcome } from '../../../../main/domain/model/sample.ts';
import type { DetectorOutput, KindAnchor } from '../../../../main/domain/outage/types.ts';
import type { LineModel } from './line-model.ts';

/** From `fromS` to `toS` seconds of the scenario something is wrong with probes of these kinds and anchors. */
export interface Fault {
  readonly fromS: number;
  readonly toS: number;
  /** All kinds, all anchors, when left out. */
  readonly kinds?: readonly Kind[];
  readonly anchors?: readonly string[];
  /** Share of probes it hits; all when left out. */
  readonly share?: number;
  /** `cut`: nothing comes back. A delay is added to the round trip. An outcome is told in place of the answer. */
  readonly effect: 'cut' | { readonly addMs: number } | { readonly outcome: Outcome };
}

/** What happens to the machine. */
export type MachineEvent =
  | { readonly atS: number; readonly type: 'sleep'; readonly forS: number; readonly monoRuns?: boolean }
  | { readonly atS: number; readonly type: 'gap'; readonly forS: number; readonly reason: GapReason }
  | { readonly atS: number; readonly type: 'clock-jump'; readonly byS: number }
  | { readonly atS: number; readonly type: 'network'; readonly network: Network }
  /** A new process takes up what the old one left open; `keepsAvailability`: and what it had learned. */
  | {
      readonly atS: number;
      readonly type: 'restart';
      readonly forS: number;
      readonly keepsAvailability?: boolean;
      readonly network?: Network;
    }
  | { readonly atS: number; readonly type: 'anchors'; readonly anchors: readonly KindAnchor[] };

/** `s` values are seconds of the scenario; `causeS` and `overS` are when the fault truly began and ended. */
export interface ExpectedIncident {
  readonly class: IncidentClass;
  readonly causeS: number;
  /** When it must have been named; 5 s after its cause when left out. */
  readonly raisedByS?: number;
  /** Left out: still open at the end. */
  readonly overS?: number;
  /** When it must have been cleared; 5 s after its end when left out. */
  readonly clearedByS?: number;
  readonly end?: IncidentEnd;
  /** Index of the expected incident that absorbs it. */
  readonly parent?: number;
  /** Slack of the label `since` against the cause, and of `until` against the end, in seconds. */
  readonly slackS?: number;
}

export interface Scenario {
  readonly name: string;
  readonly seed: number;
  readonly forS: number;
  readonly line: LineModel;
  readonly anchors?: readonly KindAnchor[];
  /** The network at the start; an ordinary home with both families when left out. */
  readonly network?: Network;
  readonly timeoutMs?: number;
  readonly faults?: readonly Fault[];
  readonly events?: readonly MachineEvent[];
  /** Whether a login page stands in the way at that second. */
  readonly captive?: (atS: number) => boolean | null;
  readonly expect: readonly ExpectedIncident[];
  /** Further checks on what was seen. */
  readonly verify?: (seen: Seen) => void;
}

/** One incident of the run with the true times of its raise and clear. */
export interface SeenIncident {
  readonly incident: Incident;
  /** Null: adopted, or never raised. */
  readonly raisedS: number | null;
  readonly clearedS: number | null;
}

export interface Seen {
  readonly incidents: readonly SeenIncident[];
  readonly outputs: readonly { readonly atS: number; readonly output: DetectorOutput }[];
  healthAt(subject: Subject, atS: number): Health;
  /** Wall label to second of the scenario, were no clock ever set. */
  secondOf(wallMs: number): number;
  readonly probes: number;
}
