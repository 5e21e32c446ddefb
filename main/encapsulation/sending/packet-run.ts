import type {
  PacketEngine,
  PacketResult,
  PacketStep,
  PlannedPacket,
  PlannedPing,
} from '../../domain/encapsulation/types.ts';
import type { Instant } from '../../domain/outage/types.ts';
import type { EncapsulatedReport, OpenPath, ProbeReport, ProbeSender } from '../../helper-client/types.ts';
import type { Clock } from '../../monitor/types.ts';
import { Silence } from '../../trace/sending/silence.ts';
import { Wake } from '../../trace/sending/wake.ts';
import type { PacketFailure } from './packet-failure.ts';
import { packetAnswer, packetResult } from './packet-results.ts';
import type { SendWindow } from './send-window.ts';
import { burdened } from './shared-window.ts';

/** Refusals that only mean "not now". */
const BUSY: ReadonlySet<string> = new Set(['rate-limited', 'too-many-outstanding']);
const BUSY_WAIT_MS = 100;
/** A helper that has no room for so long is not waited for any more: the packet is told as never sent. */
const BUSY_LIMIT_MS = 10_000;

/** Bytes of an ordinary ping, IP header included; all TTLs that there are. */
const PING = { method: 'icmp', ttl: 64, flow: 0, port: 0, size: 64 } as const;

export type PacketRunEnd =
  | { readonly kind: 'done' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly failure: PacketFailure };

export interface PacketRunSurroundings {
  readonly sender: ProbeSender;
  readonly path: OpenPath;
  /** Of the path, in its order. */
  readonly addresses: readonly string[];
  readonly window: SendWindow;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly onMoved: () => void;
}

type Planned =
  | { readonly type: 'packet'; readonly packet: PlannedPacket }
  | { readonly type: 'ping'; readonly ping: PlannedPing };

interface Pending {
  readonly cancel: () => void;
  readonly sentMs: number;
}

const keyOf = (planned: Planned): number =>
  planned.type === 'packet' ? planned.packet.key : planned.ping.key;

/**
 * One engine at work: its packets go to the helper as soon as the window of all runs lets them, and what becomes of
 * them goes back to it.
 */
export class PacketRun<Facts> {
  readonly ended: Promise<PacketRunEnd>;
  readonly #engine: PacketEngine<Facts>;
  readonly #around: PacketRunSurroundings;
  readonly #wake: Wake;
  readonly #silence: Silence;
  /** In the order in which they were wanted. */
  #waiting: PlannedPacket[] = [];
  #gate: { cancel(): void } | null = null;
  #closedUntilMs = Number.NEGATIVE_INFINITY;
  /** By key, oldest first. */
  readonly #pending = new Map<number, Pending>();
  readonly #busySinceMs = new Map<number, number>();
  #sent = 0;
  #hasResults = false;
  #unsentCode: string | null = null;
  #end: PacketRunEnd | null = null;
  #settle: (end: PacketRunEnd) => void = () => {};

  constructor(engine: PacketEngine<Facts>, around: PacketRunSurroundings) {
    this.#engine = engine;
    this.#around = around;
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#wake = new Wake(around.clock, () => this.#tell((now) => engine.tick(now), this.#wake.now()));
    this.#silence = new Silence(around.clock, around.timeoutMs, () =>
      this.fail({ kind: 'no-helper', hasSent: true }),
    );
  }

  get facts(): Facts {
    return this.#engine.facts();
  }

  /** Packets in IP-in-IP that left, as far as is known; ordinary pings are not counted. */
  get sent(): number {
    return this.#sent;
  }

  begin(): this {
    this.#tell((now) => this.#engine.start(now));
    return this;
  }

  /** What is in flight is given up; the facts stay. */
  stop(): void {
    this.#close({ kind: 'stopped' });
  }

  fail(failure: PacketFailure): void {
    this.#close({ kind: 'failed', failure });
  }

  #tell(told: (now: Instant) => PacketStep, now = this.#wake.nowBeforeWake()): void {
    if (this.#end !== null) return;
    try {
      this.#take(told(now));
    } catch (error) {
      this.fail({ kind: 'mistake', message: error instanceof Error ? error.message : String(error) });
    }
  }

  #take({ send, ping, wakeAtMono, done }: PacketStep): void {
    this.#wake.at(done ? null : wakeAtMono);
    if (done) {
      this.#finish();
      return;
    }
    this.#waiting.push(...send);
    this.#release();
    for (const one of ping) this.#send({ type: 'ping', ping: one });
    this.#around.onMoved();
  }

  /** All whose turn it is; the rest when there is room for the next. */
  #release(): void {
    this.#gate?.cancel();
    this.#gate = null;
    const { window, clock } = this.#around;
    let nextMono = Number.POSITIVE_INFINITY;
    for (const packet of [...this.#waiting]) {
      if (this.#end !== null) return;
      const nowMono = clock.now().monoMs;
      const freeMono = Math.max(window.freeMono(this.#hop(packet), nowMono), this.#closedUntilMs);
      if (freeMono > nowMono) {
        nextMono = Math.min(nextMono, freeMono);
        continue;
      }
      this.#waiting = this.#waiting.filter((other) => other !== packet);
      window.note(this.#hop(packet), nowMono);
      this.#send({ type: 'packet', packet });
    }
    if (this.#end !== null || nextMono === Number.POSITIVE_INFINITY) return;
    this.#gate = clock.setTimer(() => this.#release(), nextMono - clock.now().monoMs);
  }

  #hop({ via, ttl }: PlannedPacket): string {
    return burdened(this.#around.addresses, via, ttl);
  }

  #send(planned: Planned): void {
    if (this.#end !== null) return;
    const sentMs = this.#around.clock.now().monoMs;
    const cancel =
      planned.type === 'packet' ? this.#sendPacket(planned.packet) : this.#sendPing(planned.ping);
    if (cancel === null) {
      this.fail({ kind: 'no-helper', hasSent: this.#sent > 0 });
      return;
    }
    if (planned.type === 'packet') this.#sent += 1;
    this.#pending.set(keyOf(planned), { cancel, sentMs });
    this.#watch();
  }

  #sendPacket(packet: PlannedPacket): (() => void) | null {
    const { path, timeoutMs } = this.#around;
    const { via, inner, end, ttl, size } = packet;
    const id = path.send({ via, inner, end, ttl, size, timeoutMs }, (report) =>
      this.#report({ type: 'packet', packet }, report),
    );
    return id === null ? null : () => path.cancel(id);
  }

  #sendPing(ping: PlannedPing): (() => void) | null {
    const { sender, addresses, timeoutMs } = this.#around;
    const address = addresses[ping.hop] ?? '';
    const id = sender.probe({ ...PING, address, timeoutMs }, (report) =>
      this.#report({ type: 'ping', ping }, report),
    );
    return id === null ? null : () => sender.cancelProbe(id);
  }

  #report(planned: Planned, report: EncapsulatedReport | ProbeReport): void {
    if (this.#end !== null) return;
    const key = keyOf(planned);
    switch (report.event) {
      case 'error':
        this.#refused(planned, report.code, report.message);
        break;
      case 'encapsulated-again':
      case 'probe-again': {
        const answer = packetAnswer(report.answer);
        if (answer !== null) this.#tell((now) => this.#engine.again(key, report.kind, answer, now));
        break;
      }
      default:
        if (report.outcome === 'send-error') this.#takeBack(planned);
        this.#result(key, packetResult(report));
    }
  }

  #takeBack({ type }: Planned): void {
    if (type === 'packet') this.#sent -= 1;
  }

  #refused(planned: Planned, code: string, message: string): void {
    const key = keyOf(planned);
    this.#settled(key);
    this.#takeBack(planned);
    if (!BUSY.has(code)) {
      this.fail(code === 'family-unavailable' ? { kind: 'no-family' } : { kind: 'refused', message });
      return;
    }
    const nowMs = this.#around.clock.now().monoMs;
    const sinceMs = this.#busySinceMs.get(key) ?? nowMs;
    this.#busySinceMs.set(key, sinceMs);
    if (nowMs - sinceMs >= BUSY_LIMIT_MS) this.#result(key, { outcome: 'unsent', code });
    else this.#again(planned, nowMs + BUSY_WAIT_MS);
  }

  /** It goes first, but nothing goes for a while. */
  #again(planned: Planned, atMs: number): void {
    if (planned.type === 'ping') {
      this.#result(planned.ping.key, { outcome: 'unsent', code: 'rate-limited' });
      return;
    }
    this.#closedUntilMs = Math.max(this.#closedUntilMs, atMs);
    this.#waiting.unshift(planned.packet);
    this.#release();
  }

  #result(key: number, result: PacketResult): void {
    this.#settled(key);
    this.#busySinceMs.delete(key);
    if (result.outcome === 'unsent') this.#unsentCode ??= result.code;
    else this.#hasResults = true;
    this.#tell((now) => this.#engine.result(key, result, now));
  }

  #settled(key: number): void {
    this.#pending.delete(key);
    this.#watch();
  }

  #watch(): void {
    const [first] = this.#pending.values();
    this.#silence.watch(first === undefined ? null : first.sentMs);
  }

  /** A run of which not one packet left this machine says nothing of the path. */
  #finish(): void {
    const code = this.#hasResults ? null : this.#unsentCode;
    if (code === null) this.#close({ kind: 'done' });
    else this.fail({ kind: 'unsent', code });
  }

  #close(end: PacketRunEnd): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#wake.at(null);
    this.#silence.end();
    this.#gate?.cancel();
    this.#waiting = [];
    for (const { cancel } of this.#pending.values()) cancel();
    this.#pending.clear();
    this.#around.onMoved();
    this.#settle(end);
  }
}
