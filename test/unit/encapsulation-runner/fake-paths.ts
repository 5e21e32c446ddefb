import type { EncapsulatedAnswer, ErrorCode } from '../../../helper/protocol/messages.ts';
import type {
  EncapsulatedReport,
  EncapsulatedRequest,
  PathEnd,
  PathOpening,
  PathSender,
} from '../../../main/helper-client/types.ts';
import type { Clock } from '../../../main/monitor/types.ts';
import { FakeSender } from '../trace-runner/fake-sender.ts';

export const OWN = '192.0.2.10';

export interface SentPacket {
  readonly id: number;
  readonly addresses: readonly string[];
  readonly request: EncapsulatedRequest;
  readonly atMs: number;
  readonly tell: (report: EncapsulatedReport) => void;
}

export const packetAnswer = (from: string, change: Partial<EncapsulatedAnswer> = {}): EncapsulatedAnswer => ({
  kind: 'echo-reply',
  from,
  rttMs: 10,
  code: null,
  ttl: 60,
  quotedTtl: null,
  translated: null,
  mtu: null,
  mpls: [],
  interfaces: [],
  layer: null,
  ...change,
});

export function came({ id, tell }: SentPacket, from: string, change: Partial<EncapsulatedAnswer> = {}): void {
  tell({ event: 'encapsulated', id, outcome: 'answered', answer: packetAnswer(from, change), code: null });
}

export function wasLost({ id, tell }: SentPacket): void {
  tell({ event: 'encapsulated', id, outcome: 'lost', answer: null, code: null });
}

export function wasUnsent({ id, tell }: SentPacket, code: string): void {
  tell({ event: 'encapsulated', id, outcome: 'send-error', answer: null, code });
}

export function wasRefused({ id, tell }: SentPacket, code: ErrorCode): void {
  tell({ event: 'error', id, code, message: `said ${code}` });
}

/** A helper whose paths and packets the test sees, and whose reports it gives. */
export class FakePaths extends FakeSender implements PathSender {
  readonly opened: (readonly string[])[] = [];
  readonly packets: SentPacket[] = [];
  readonly cancelledPackets: number[] = [];
  closed = 0;
  /** Instead of opening one. */
  refusal: Extract<PathOpening, { ok: false }> | null = null;
  /** Called with each packet, for networks that answer by themselves. */
  onPacket: (packet: SentPacket) => void = () => {};
  readonly #paths: { readonly end: (end: PathEnd) => void; isOpen: boolean }[] = [];
  readonly #ofTest: Clock;
  #last = 1000;

  constructor(clock: Clock) {
    super(clock);
    this.#ofTest = clock;
  }

  async openPath(addresses: readonly string[], onEnd: (end: PathEnd) => void): Promise<PathOpening> {
    if (this.refusal !== null) return this.refusal;
    this.opened.push(addresses);
    const path = { end: onEnd, isOpen: true };
    this.#paths.push(path);
    return {
      ok: true,
      path: {
        source: addresses[0]?.includes(':') === true ? '2001:db8:1::10' : OWN,
        send: (request, tell) => (path.isOpen ? this.#send(addresses, request, tell) : null),
        cancel: (id) => this.cancelledPackets.push(id),
        close: () => {
          this.closed += 1;
          path.isOpen = false;
        },
      },
    };
  }

  /** All paths that are open end unasked. */
  endPaths(end: PathEnd): void {
    for (const path of this.#paths) {
      if (!path.isOpen) continue;
      path.isOpen = false;
      path.end(end);
    }
  }

  #send(addresses: readonly string[], request: EncapsulatedRequest, tell: SentPacket['tell']): number {
    this.#last += 1;
    const packet = { id: this.#last, addresses, request, atMs: this.#ofTest.now().monoMs, tell };
    this.packets.push(packet);
    this.onPacket(packet);
    return packet.id;
  }
}
