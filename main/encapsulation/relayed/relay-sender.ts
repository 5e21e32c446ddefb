import type { EncapsulatedAnswer, EncapsulatedEvent } from '../../../helper/protocol/messages.ts';
import type { WayHome } from '../../domain/model/encapsulation.ts';
import type {
  EncapsulatedReport,
  EncapsulatedRequest,
  OpenPath,
  ProbeReport,
  ProbeRequest,
  ProbeSender,
} from '../../helper-client/types.ts';

type Packet = Pick<EncapsulatedRequest, 'via' | 'inner' | 'end'>;

/** A packet that comes home, by the way that was found out before. A path of one hop has nobody farther along. */
const HOMEWARD: Readonly<Record<Exclude<WayHome, 'farther'>, Packet>> = {
  own: { via: [0], inner: 'echo-reply', end: null },
  hop: { via: [0], inner: 'echo-reply', end: 0 },
  echo: { via: [0], inner: 'echo-request', end: 0 },
};

export interface Relay {
  readonly path: OpenPath;
  /** Between: the other host, second in the path. Reverse: from the own address to itself. */
  readonly goal: 'own' | 'second';
  /**
   * From that TTL on a packet of the reverse trace has come home, where it is not seen to; `way`: how it is seen all
   * the same, null: not at all. Null: it is seen, or nobody knows.
   */
  readonly home: { readonly ttl: number; readonly way: Exclude<WayHome, 'farther'> | null } | null;
  /** The address that stands for the end of the way. */
  readonly destination: string;
  /** An error that is about the packet on its way to the relay, so says nothing of the way behind it. */
  readonly onOuterError: (answer: EncapsulatedAnswer) => void;
}

/**
 * Sends a traceroute's probes from somebody else's place: each is put into a packet to the relay, which takes it out
 * and sends it on. Everything is told as of ordinary probes.
 */
export class RelaySender implements ProbeSender {
  readonly #relay: Relay;
  #homeTtl: number | null = null;

  constructor(relay: Relay) {
    this.#relay = relay;
  }

  /** Of a reverse trace, the least TTL that brings a packet home, as what came home tells; null: nothing does. */
  get homeTtl(): number | null {
    return this.#homeTtl;
  }

  probe(request: ProbeRequest, onReport: (report: ProbeReport) => void): number | null {
    const { ttl, timeoutMs } = request;
    const packet = this.#packet(ttl);
    return this.#relay.path.send({ ...packet, ttl, size: 0, timeoutMs }, (report) => {
      if (report.event !== 'error' && report.answer !== null) this.#measure(ttl, report.answer);
      const told = this.#told(report);
      if (told !== null) onReport(told);
    });
  }

  cancelProbe(id: number): void {
    this.#relay.path.cancel(id);
  }

  #packet(ttl: number): Packet {
    const { goal, home } = this.#relay;
    if (goal === 'second') return { via: [0], inner: 'echo-request', end: 1 };
    const way = home !== null && ttl >= home.ttl ? home.way : null;
    return HOMEWARD[way ?? 'own'];
  }

  /** Each router on the way home takes one from the TTL of the packet; a ping is answered with a TTL of its own. */
  #measure(sentTtl: number, { kind, ttl: arrived }: EncapsulatedAnswer): void {
    const { goal, home } = this.#relay;
    if (kind !== 'echo-reply' || goal !== 'own') return;
    const isPing = home !== null && sentTtl >= home.ttl && home.way === 'echo';
    const counted = arrived === null || arrived < 1 || arrived > sentTtl ? null : sentTtl - arrived + 1;
    const distance = isPing ? home.ttl : counted;
    if (distance !== null) this.#homeTtl = Math.min(distance, this.#homeTtl ?? distance);
  }

  /** Null: not worth telling, since the probe was told as lost and this says nothing of the way. */
  #told(report: EncapsulatedReport): ProbeReport | null {
    switch (report.event) {
      case 'error':
        return report;
      case 'encapsulated-again':
        if (report.answer.layer === 0) return null;
        return { ...report, event: 'probe-again', answer: this.#seen(report.answer) };
      case 'encapsulated':
        return this.#first(report);
    }
  }

  #first(report: EncapsulatedEvent): ProbeReport {
    const { answer } = report;
    if (answer === null) return { ...report, event: 'probe', answer };
    if (answer.layer !== 0) return { ...report, event: 'probe', answer: this.#seen(answer) };
    this.#relay.onOuterError(answer);
    return { ...report, event: 'probe', outcome: 'lost', answer: null };
  }

  /** What has come home has reached its end, from whomever it claims to be. */
  #seen(answer: EncapsulatedAnswer): EncapsulatedAnswer {
    const isHome = answer.kind === 'echo-reply' && this.#relay.goal === 'own';
    return isHome ? { ...answer, from: this.#relay.destination } : answer;
  }
}
