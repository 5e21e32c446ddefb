import type { TraceView } from '../domain/model/trace.ts';
import type { TraceAsk } from '../domain/trace/ask.ts';
import type { ProbeSender } from '../helper-client/types.ts';
import type { Clock } from '../monitor/types.ts';

export interface TraceSurroundings {
  readonly sender: ProbeSender;
  readonly clock: Clock;
  /** Unique over all runs. */
  readonly id: string;
  /** Id of the network the machine is on. */
  readonly network: string;
  /**
   * Tells at once that the helper has gone. Without it that is noticed by its silence, some seconds later.
   * Returns how to listen no more.
   */
  readonly onHelperGone?: (listener: () => void) => () => void;
}

/**
 * What kept a trace from saying anything: the name of the host, the way out of this machine, the helper, or a
 * mistake of ours. Of one through somebody else also: packets in IP-in-IP are off on this network (`not-allowed`),
 * somebody on the way forbids them (`prohibited`), their log can't be written (`log`), or that host does not
 * decapsulate, as far as can be seen (`relay`).
 */
export type TraceFailure =
  | 'host'
  | 'route'
  | 'helper'
  | 'mistake'
  | 'not-allowed'
  | 'prohibited'
  | 'log'
  | 'relay';

/** A trace under way. It never throws: what goes wrong is in the view (`failed`, with its trouble). */
export interface RunningTrace {
  /** `destination.address` is empty until a name has been resolved. */
  readonly view: TraceView;
  /** Of a view that `failed`, for programs; else null. */
  readonly failure?: TraceFailure | null;
  /** Called after changes, ten times a second at most, and at once when it has ended. */
  onChange(listener: (view: TraceView) => void): () => void;
  /** Settles when the status is no longer `running`. */
  readonly ended: Promise<TraceView>;
  /** Ends it now; what it has is kept (`stopped`, or `done` when it was). */
  stop(): void;
}

export type StartTrace = (ask: TraceAsk, surroundings: TraceSurroundings) => RunningTrace;
