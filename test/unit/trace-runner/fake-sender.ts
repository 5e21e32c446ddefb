import type { ErrorCode, ProbeAnswer } from '../../../helper/protocol/messages.ts';
import type { ProbeReport, ProbeRequest, ProbeSender } from '../../../main/helper-client/types.ts';
import type { Clock } from '../../../main/monitor/types.ts';

export interface Sent {
  readonly id: number;
  readonly request: ProbeRequest;
  readonly atMs: number;
  readonly tell: (report: ProbeReport) => void;
}

export const answer = (from: string, change: Partial<ProbeAnswer> = {}): ProbeAnswer => ({
  kind: 'ttl-exceeded',
  from,
  rttMs: 10,
  code: 'ttl-exceeded',
  ttl: 60,
  quotedTtl: 1,
  translated: null,
  mtu: null,
  mpls: [],
  interfaces: [],
  ...change,
});

/** A helper whose reports the test gives. */
export class FakeSender implements ProbeSender {
  readonly sent: Sent[] = [];
  readonly cancelled: number[] = [];
  /** Then there is none (any more). */
  isGone = false;
  readonly #clock: Clock;
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  probe(request: ProbeRequest, tell: (report: ProbeReport) => void): number | null {
    if (this.isGone) return null;
    this.#lastId += 1;
    const sent = { id: this.#lastId, request, atMs: this.#clock.now().monoMs, tell };
    this.sent.push(sent);
    this.take(sent);
    return sent.id;
  }

  cancelProbe(id: number): void {
    this.cancelled.push(id);
  }

  /** For senders that answer by themselves. */
  protected take(_sent: Sent): void {}
}

export function answered({ id, tell }: Sent, from: string, change: Partial<ProbeAnswer> = {}): void {
  tell({ event: 'probe', id, outcome: 'answered', answer: answer(from, change), code: null });
}

export function lost({ id, tell }: Sent): void {
  tell({ event: 'probe', id, outcome: 'lost', answer: null, code: null });
}

export function notSent({ id, tell }: Sent, code: string | null): void {
  tell({ event: 'probe', id, outcome: 'send-error', answer: null, code });
}

export function refused({ id, tell }: Sent, code: ErrorCode): void {
  tell({ event: 'error', id, code, message: `said ${code}` });
}

export interface PathOptions {
  /** Routers from hop 1 on; null is silent. The destination comes behind the last. */
  readonly routers: readonly (string | null)[];
  readonly destination: string;
  /** Methods that the destination answers. */
  readonly answers: readonly ProbeRequest['method'][];
  /** Of each hop, milliseconds. */
  readonly hopMs?: number;
  /** Bytes that pass whole. */
  readonly mtu?: number;
}

/** A network of one path: answers come by the clock, as a helper would tell them. */
export class PathSender extends FakeSender {
  readonly #path: PathOptions;
  readonly #timers: Clock;
  readonly #underWay = new Map<number, { cancel(): void }>();

  constructor(clock: Clock, path: PathOptions) {
    super(clock);
    this.#timers = clock;
    this.#path = path;
  }

  override cancelProbe(id: number): void {
    super.cancelProbe(id);
    this.#underWay.get(id)?.cancel();
  }

  protected override take(sent: Sent): void {
    const { routers, destination, answers, hopMs = 10, mtu = 1500 } = this.#path;
    const { ttl, method, timeoutMs, size } = sent.request;
    const rttMs = hopMs * Math.min(ttl, routers.length + 1);
    const isEnd = ttl > routers.length;
    const from = isEnd ? (answers.includes(method) ? destination : null) : (routers[ttl - 1] ?? null);
    const isSilent = from === null || size > mtu;
    const timer = this.#timers.setTimer(
      () => {
        if (this.isGone) return;
        if (isSilent) lost(sent);
        else answered(sent, from, isEnd ? { ...END[method], rttMs } : { rttMs });
      },
      isSilent ? timeoutMs : rttMs,
    );
    this.#underWay.set(sent.id, timer);
  }
}

const END: Readonly<Record<ProbeRequest['method'], Partial<ProbeAnswer>>> = {
  udp: { kind: 'unreachable', code: 'port-unreachable' },
  icmp: { kind: 'echo-reply', code: null },
  tcp: { kind: 'syn-ack', code: null },
};
