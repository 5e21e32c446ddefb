import type { Anchor } from '../../domain/model/anchor.ts';
import type { Outcome, Via } from '../../domain/model/sample.ts';
import type { EchoSource } from '../echo/echo-source.ts';
import type { Clock } from '../types.ts';

/** What a probe has to say; `late` only after `lost` or `unreachable`. */
export interface Finding {
  readonly outcome: Exclude<Outcome, 'suspect'>;
  /** Milliseconds; null unless something came back. */
  readonly rttMs: number | null;
  readonly via: Via;
  readonly detail?: string;
  /** A time that teaches the usual round trip although it is no round trip of this probe. */
  readonly observedMs?: number;
}

export interface ProbeContext {
  readonly clock: Clock;
  /** Milliseconds after which the probe is called lost, provisionally. */
  readonly deadlineMs: number;
  /** A low round trip of this anchor on this network, in milliseconds; null until a few are known. */
  readonly usualMs: number | null;
  readonly echo: EchoSource;
  readonly dnsName: string;
}

export interface Probing {
  readonly via: Via;
  /** Frees what the probe holds; nothing is reported after it. Harmless when the probe is over. */
  cancel(): void;
}

/** Sends one probe. Reports one finding, and perhaps a `late` one after it, within 10 s; never throws. */
export type SendProbe = (
  anchor: Anchor,
  context: ProbeContext,
  report: (finding: Finding) => void,
) => Probing;

/** Milliseconds from the send after which an answer is no longer waited for. */
export const FINAL_MS = 10_000;
