import type {
  DuplicateEvent,
  EchoEvent,
  EncapsulatedAgainEvent,
  EncapsulatedCommand,
  EncapsulatedEvent,
  ErrorEvent,
  HelloEvent,
  LateEvent,
  ProbeAgainEvent,
  ProbeCommand,
  ProbeEvent,
  StatsEvent,
  TrainAgainEvent,
  TrainCommand,
  TrainEvent,
} from '../../helper/protocol/messages.ts';
import type { HelperAccess, HelperChoice } from '../domain/model/helper-way.ts';

export interface EchoRequest {
  readonly address: string;
  readonly size: number;
  readonly ttl: number;
  readonly timeoutMs: number;
}

export type EchoAnswer = EchoEvent | LateEvent | DuplicateEvent | ErrorEvent;

/** One packet of a traceroute; see ProbeCommand of the protocol. */
export type ProbeRequest = Omit<ProbeCommand, 'op' | 'id'>;
export type ProbeReport = ProbeEvent | ProbeAgainEvent | ErrorEvent;

/** Whoever can have probes sent: a helper, or an engine that may hold one. */
export interface ProbeSender {
  /**
   * Answers arrive through `onReport`, never before this returns: exactly one `probe` or `error`, then any
   * `probe-again`; none at all when the helper ends meanwhile. Null: no helper runs, or this one knows no probes.
   */
  probe(request: ProbeRequest, onReport: (report: ProbeReport) => void): number | null;
  /** Gives a probe up: nothing is told of it any more, whether it was pending or something might have followed. */
  cancelProbe(id: number): void;
}

/** One packet in IP-in-IP along an open path; see EncapsulatedCommand of the protocol. */
export type EncapsulatedRequest = Omit<EncapsulatedCommand, 'op' | 'id' | 'path'>;
export type EncapsulatedReport = EncapsulatedEvent | EncapsulatedAgainEvent | ErrorEvent;

/** A path that packets in IP-in-IP may be sent along. */
export interface OpenPath {
  /** Own address that they are from. */
  readonly source: string;
  /** As `ProbeSender.probe`. Null: the path has ended. */
  send(request: EncapsulatedRequest, onReport: (report: EncapsulatedReport) => void): number | null;
  /** As `ProbeSender.cancelProbe`. */
  cancel(id: number): void;
  /** Nothing is told of it any more. */
  close(): void;
}

/** Why a path has ended unasked: somebody on the way forbids such packets, or the helper has gone. */
export type PathEnd = { readonly reason: 'prohibited'; readonly from: string } | { readonly reason: 'gone' };

export type PathOpening =
  | { readonly ok: true; readonly path: OpenPath }
  /** `no-helper`: none runs, or this one knows no IP-in-IP. `message` is for programs. */
  | {
      readonly ok: false;
      readonly code: 'no-helper' | 'no-route' | 'refused';
      readonly message: string;
    };

/** Whoever can have packets in IP-in-IP sent. */
export interface PathSender {
  /** `addresses`: see OpenPathCommand. `onEnd` is called at most once, and not after `close`. Never rejects. */
  openPath(addresses: readonly string[], onEnd: (end: PathEnd) => void): Promise<PathOpening>;
}

/** One echo request in fragments; see TrainCommand of the protocol. */
export type TrainRequest = Omit<TrainCommand, 'op' | 'id'>;
export type TrainReport = TrainEvent | TrainAgainEvent | ErrorEvent;

/** Whoever can have echo requests sent in fragments. */
export interface TrainSender {
  /** As `ProbeSender.probe`. Null: no helper runs, or this one knows no trains. */
  train(request: TrainRequest, onReport: (report: TrainReport) => void): number | null;
  /** As `ProbeSender.cancelProbe`; fragments that have not left stay here. */
  cancelTrain(id: number): void;
}

/** A running helper that has said hello. */
export interface HelperClient extends ProbeSender, PathSender, TrainSender {
  readonly hello: HelloEvent;
  /** Answers arrive through `onAnswer`: exactly one `echo` or `error`, then any `late` and `duplicate`. */
  echo(request: EchoRequest, onAnswer: (answer: EchoAnswer) => void): number;
  cancel(id: number): void;
  stats(): Promise<StatsEvent>;
  /** Called once, when the helper is gone for whatever reason; pending echoes get no answer after it. */
  onExit(listener: (reason: string) => void): () => void;
  /** Closes the pipe: the helper drains and exits. */
  close(): Promise<void>;
  /** For one that hangs: ended at once; `onExit` follows. */
  giveUp(): void;
}

/** Program and its arguments; never run through a shell. */
export type HelperCommand = readonly [string, ...string[]];

/**
 * `declined`: a person was asked for the right and said no, or could not be asked; `distrusted`: somebody else could
 * change what would be run, or it is not what was built with this program.
 */
export type HelperFailure = 'no-privilege' | 'not-built' | 'failed' | 'declined' | 'distrusted';

export type HelperStart =
  | { readonly ok: true; readonly client: HelperClient }
  /** `reason`: one sentence with the way out, fit for a person. */
  | { readonly ok: false; readonly code: HelperFailure; readonly reason: string };

/** How an attempt on demand went. */
export type HelperRetry =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: HelperFailure; readonly reason: string };

/** What a person can know and change of the helper. */
export interface HelperControl {
  /** Looks at the machine, asks nobody. */
  access(): Promise<HelperAccess>;
  /** Told when `access` may have changed. */
  onChange(listener: () => void): () => void;
  /** For the next start. */
  setChoice(choice: HelperChoice): void;
  /**
   * Starts a helper that does not run, because a person wants it: where only the right is missing and a person can be
   * asked for it here, that is done, and waited for up to five minutes. The mode tells the same.
   */
  fix(): Promise<HelperRetry>;
  /**
   * Starts one by that way, as `fix`, also where one runs by another way: that one goes on until the new one has come,
   * and for good when it does not. Then the choice is what it was before; else it is this one.
   */
  useWay(choice: HelperChoice): Promise<HelperRetry>;
}
