import type {
  PacketAnswer,
  PacketEngine,
  PacketResult,
  PacketStep,
  PlannedPacket,
} from '../../../main/domain/encapsulation/types.ts';
import { at } from '../trace/run.ts';
import type { Journey, SimNetwork } from './network.ts';

const LATE_WINDOW_MS = 10_000;
const START_MONO = at(0).monoMs;

export interface PlayOptions {
  readonly timeoutMs: number;
  readonly untilMs?: number;
  /** How long a packet is held back before it leaves. */
  readonly heldMs?: () => number;
  /** Refuses a packet, by its turn and when it is planned: the code of `unsent`. */
  readonly refuse?: (nth: number, atMs: number) => string | null;
  readonly onStep?: (step: PacketStep, atMs: number) => void;
}

export interface SentPacket {
  readonly packet: PlannedPacket;
  readonly atMs: number;
}

export interface Played {
  readonly done: boolean;
  readonly durationMs: number;
  readonly packets: readonly SentPacket[];
  readonly pings: readonly { readonly hop: number; readonly atMs: number }[];
}

type Told =
  | { readonly type: 'result'; readonly key: number; readonly result: PacketResult }
  | {
      readonly type: 'again';
      readonly key: number;
      readonly kind: 'late' | 'duplicate';
      readonly answer: PacketAnswer;
    };

/** Plays the helper, its clock and a network for an engine, until the engine is done and nothing is under way. */
export function play<Facts>(
  engine: PacketEngine<Facts>,
  network: SimNetwork,
  path: readonly string[],
  options: PlayOptions,
): Played {
  const { timeoutMs, untilMs = 300_000, heldMs = () => 0 } = options;
  let nowMs = 0;
  let wakeMs: number | null = null;
  let done = false;
  let doneMs: number | null = null;
  let steps = 0;
  const events: { readonly atMs: number; readonly told: Told }[] = [];
  const packets: SentPacket[] = [];
  const pings: { readonly hop: number; readonly atMs: number }[] = [];

  const push = (atMs: number, told: Told): void => {
    let index = events.length;
    while (index > 0 && (events[index - 1]?.atMs ?? 0) > atMs) index -= 1;
    events.splice(index, 0, { atMs, told });
  };
  const expect = (key: number, journey: Journey, leftMs: number): void => {
    const { arrival, duplicated } = journey;
    const answer = arrival?.answer ?? null;
    const backMs = leftMs + (arrival?.afterMs ?? 0);
    if (answer === null || (arrival?.afterMs ?? 0) > timeoutMs)
      push(leftMs + timeoutMs, { type: 'result', key, result: { outcome: 'lost' } });
    else push(backMs, { type: 'result', key, result: { outcome: 'answered', answer } });
    if (answer === null) return;
    if (backMs - leftMs > timeoutMs && backMs - leftMs < LATE_WINDOW_MS)
      push(backMs, { type: 'again', key, kind: 'late', answer });
    if (duplicated) push(backMs + 1, { type: 'again', key, kind: 'duplicate', answer });
  };
  const take = (step: PacketStep): void => {
    steps += 1;
    if (steps > 500_000) throw new Error('the engine never rests');
    options.onStep?.(step, nowMs);
    for (const packet of step.send) {
      const code = options.refuse?.(packets.length, nowMs) ?? null;
      packets.push({ packet, atMs: nowMs });
      if (code === null) {
        const leftMs = nowMs + heldMs();
        expect(packet.key, network.send(packet, path), leftMs);
      } else push(nowMs, { type: 'result', key: packet.key, result: { outcome: 'unsent', code } });
    }
    for (const { key, hop } of step.ping) {
      pings.push({ hop, atMs: nowMs });
      expect(key, network.ping(path[hop] ?? ''), nowMs);
    }
    wakeMs = step.wakeAtMono === null ? null : step.wakeAtMono - START_MONO;
    if (wakeMs !== null && wakeMs <= nowMs && !step.done)
      throw new Error(`asked to be woken at ${wakeMs} ms, it is ${nowMs} ms`);
    done = step.done;
    if (done) doneMs ??= nowMs;
  };

  take(engine.start(at(0)));
  for (;;) {
    const [event] = events;
    const isWake = !done && wakeMs !== null && (event === undefined || wakeMs < event.atMs);
    const atMs = isWake ? (wakeMs ?? 0) : (event?.atMs ?? Number.POSITIVE_INFINITY);
    if (atMs > untilMs) break;
    nowMs = Math.max(nowMs, atMs);
    if (isWake || event === undefined) {
      take(engine.tick(at(nowMs)));
      continue;
    }
    events.shift();
    const { told } = event;
    if (told.type === 'result') take(engine.result(told.key, told.result, at(nowMs)));
    else take(engine.again(told.key, told.kind, told.answer, at(nowMs)));
  }
  return { done, durationMs: doneMs ?? nowMs, packets, pings };
}

/** The most packets in any second, together and to one hop. */
export function busiest(packets: readonly SentPacket[]): { readonly total: number; readonly hop: number } {
  const most = (times: readonly number[]): number =>
    Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length));
  const hops = new Map<string, number[]>();
  for (const { packet, atMs } of packets) {
    const name = `${Math.max(...packet.via)} ${Math.min(64, packet.ttl)}`;
    hops.set(name, [...(hops.get(name) ?? []), atMs]);
  }
  return { total: most(packets.map(({ atMs }) => atMs)), hop: Math.max(0, ...[...hops.values()].map(most)) };
}
