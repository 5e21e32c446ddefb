import type { Anchor } from '../../domain/model/anchor.ts';
import type { TraceView } from '../../domain/model/trace.ts';
import type { Engine } from '../../headless/types.ts';
import type { History } from '../../history/types.ts';
import type { Clock } from '../../monitor/types.ts';
import type { StartTrace } from '../../trace/types.ts';
import type { Encapsulated, StartEncapsulatedTrace } from '../encapsulation/types.ts';

export type TraceHistory = Pick<History, 'recordTrace' | 'traces' | 'trace' | 'healthyTrace'>;

export interface TraceServiceOptions {
  readonly startTrace: StartTrace;
  readonly clock: Clock;
  /** Unique over all runs. */
  readonly newId: () => string;
  /** Null: none runs. */
  readonly engine: () => Pick<Engine, 'probes' | 'network' | 'open'> | null;
  readonly history: () => TraceHistory | null;
  readonly startEncapsulatedTrace: StartEncapsulatedTrace;
  /** For traces in IP-in-IP; rejects with a Refusal where they are not allowed. */
  readonly encapsulated: () => Promise<Encapsulated>;
  readonly anchors: () => readonly Anchor[];
  readonly onTrace: (view: TraceView) => void;
  /** The list of kept ones is another. */
  readonly onKept: () => void;
  readonly log: (what: string, error: unknown) => void;
}
