/** Why nothing goes out at present: a code of the operating system or the resolver, or what the far end does. */
export type TroubleCode = string;

/** Told what becomes of the figures. */
export interface Outcomes {
  /** They left, and nothing came back that says otherwise. */
  sent(figures: number): void;
  /** They were given up, or it is not known that they left. */
  dropped(figures: number): void;
  well(): void;
  trouble(code: TroubleCode): void;
}

/** Gets lines to a StatsD. Whatever happens to it becomes one of the outcomes: nothing throws, nothing waits. */
export interface Transport {
  /** `chunk`: whole lines, `figures` of them, small enough for a datagram. */
  send(chunk: Buffer, figures: number): void;
  /** The machine's network is another one. */
  renew(): void;
  /** What can be sent at once has been. Never rejects, settles within three seconds. */
  stop(): Promise<void>;
}

export interface Target {
  readonly host: string;
  readonly port: number;
}
