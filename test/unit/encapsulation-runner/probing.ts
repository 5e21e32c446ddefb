import type { PathProbeAsk } from '../../../main/domain/encapsulation/ask.ts';
import type { PathProbeView } from '../../../main/domain/model/encapsulation.ts';
import { createStartPathProbe } from '../../../main/encapsulation/start-path-probe.ts';
import { hop, node, view } from '../cli/trace/views.ts';
import { came, type SentPacket, wasLost } from './fake-paths.ts';
import { knownHops, makeStage, RELAY, type StageOptions } from './stage.ts';

export const [A, B, C] = ['198.51.100.1', '198.51.100.2', '198.51.100.3'] as const;
export const ALL = { [A]: {}, [B]: {}, [C]: {} };

export const ASK: PathProbeAsk = {
  path: { hops: [A, B, C] },
  from: null,
  family: null,
  count: 4,
  timeoutMs: 1000,
  numeric: true,
};

/** All boomerangs come home, 10 ms for each hop; but of those that turn round behind `whole` every second one is lost. */
export const comingHome = (whole = Number.POSITIVE_INFINITY) => {
  const seen = new Map<number, number>();
  return (packet: SentPacket, clock: { setTimer(act: () => void, ms: number): unknown }): void => {
    const turn = Math.max(...packet.request.via);
    const rttMs = 10 * (turn + 1);
    const nth = (seen.get(turn) ?? 0) + (packet.request.via.length > 1 ? 1 : 0);
    seen.set(turn, nth);
    if (turn > whole && nth % 2 === 0 && nth > 0) clock.setTimer(() => wasLost(packet), 1000);
    else clock.setTimer(() => came(packet, packet.addresses[0] ?? '', { rttMs }), rttMs);
  };
};

export function started(options: StageOptions = {}, change: Partial<PathProbeAsk> = {}) {
  const stage = makeStage({
    onPacket: comingHome(),
    ...options,
    ports: { calibration: knownHops(ALL), ...options.ports },
  });
  const run = createStartPathProbe(stage.ports)({ ...ASK, ...change }, stage.around);
  return { ...stage, run };
}

export const figures = ({ hops }: PathProbeView) =>
  hops.map(({ index, address, sent, received, lossPercent }) => [
    index,
    address,
    sent,
    received,
    lossPercent,
  ]);

export const FORWARD = view({
  host: RELAY,
  reached: true,
  destination: { address: C, name: null },
  hops: [
    hop(1, [node(A)]),
    hop(2, []),
    hop(3, [node(B), node('198.51.100.99')]),
    hop(4, [node(A)]),
    hop(5, [node(C)]),
  ],
});
