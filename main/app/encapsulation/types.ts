import type { EncapsulationView } from '../../contract/encapsulation-view.ts';
import type { Config } from '../../domain/model/config.ts';
import type { PathProbeView } from '../../domain/model/encapsulation.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import type {
  EncapsulationAudit,
  EncapsulationRecords,
  EncapsulationSurroundings,
  StartPathProbe,
} from '../../encapsulation/types.ts';
import type { Engine } from '../../headless/types.ts';
import type { Clock } from '../../monitor/types.ts';
import type { RunningTrace } from '../../trace/types.ts';
import type { WhyNot } from './why-ended.ts';

export type StartEncapsulatedTrace = (ask: TraceAsk, surroundings: EncapsulationSurroundings) => RunningTrace;

/** What the app is given for packets in IP-in-IP. */
export interface EncapsulationParts {
  /** Of a trace whose way is not forward. */
  readonly startEncapsulatedTrace: StartEncapsulatedTrace;
  readonly startPathProbe: StartPathProbe;
  readonly records: EncapsulationRecords;
  readonly audit: EncapsulationAudit;
}

/** What a run of packets in IP-in-IP needs, on the network that it was allowed on. */
export type Encapsulated = Omit<EncapsulationSurroundings, 'id'>;

export interface EncapsulationOptions extends Omit<EncapsulationParts, 'startEncapsulatedTrace'> {
  readonly clock: Clock;
  /** Unique over all runs. */
  readonly newId: () => string;
  /** Null: none runs. */
  readonly engine: () => Pick<Engine, 'probes' | 'paths' | 'network'> | null;
  readonly config: () => Pick<Config, 'allowEncapsulation'>;
  readonly onPathProbe: (view: PathProbeView) => void;
  readonly onChange: (view: EncapsulationView) => void;
  /** Ends traces in IP-in-IP on networks where they are not allowed (any more). */
  readonly stopTraces: (whyNot: WhyNot) => void;
  readonly log: (what: string, error: unknown) => void;
}
