import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCalibrationEngine } from '../../../main/domain/encapsulation/calibrate/calibration-engine.ts';
import { createPathProbeEngine } from '../../../main/domain/encapsulation/path-probe/path-probe-engine.ts';
import type {
  PacketAnswer,
  PacketEngine,
  PacketResult,
  PacketStep,
  PlannedPacket,
} from '../../../main/domain/encapsulation/types.ts';
import { calibrationPlan, capable, probePlan } from '../../support/encapsulation/engines.ts';
import { busiest, type SentPacket } from '../../support/encapsulation/run.ts';
import { lineOf, plain } from '../../support/encapsulation/topologies.ts';
import { at } from '../../support/trace/run.ts';

const scene = lineOf(plain(4));
const LONG = 60_000;

const answer: fc.Arbitrary<PacketAnswer> = fc.record({
  kind: fc.constantFrom('echo-reply', 'echo-reply', 'echo-reply', 'ttl-exceeded', 'unreachable'),
  from: fc.constantFrom(...scene.path, '198.51.100.7', ''),
  rttMs: fc.oneof(
    fc.integer({ min: 0, max: 3000 }),
    fc.constantFrom(Number.NaN, -1, Number.POSITIVE_INFINITY),
  ),
  code: fc.constantFrom(
    null,
    'protocol-unreachable',
    'host-unreachable',
    'fragmentation-needed',
    'ttl-exceeded',
    'odd',
  ),
  ttl: fc.constantFrom(null, 0, 1, 60, 64, 255),
  layer: fc.constantFrom(null, 0, 1, 2, 7, -1),
});

const result: fc.Arbitrary<PacketResult> = fc.oneof(
  { weight: 5, arbitrary: answer.map((told): PacketResult => ({ outcome: 'answered', answer: told })) },
  { weight: 2, arbitrary: fc.constant<PacketResult>({ outcome: 'lost' }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('rate-limited', 'ENETUNREACH', 'EMSGSIZE')
      .map((code): PacketResult => ({ outcome: 'unsent', code })),
  },
);

interface Told {
  readonly afterMs: number;
  /** Which of the packets and pings so far; may be none. */
  readonly nth: number;
  readonly result: PacketResult;
  readonly again: { readonly kind: 'late' | 'duplicate'; readonly answer: PacketAnswer } | null;
}

const told: fc.Arbitrary<Told> = fc.record({
  afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 900 })),
  nth: fc.nat(40),
  result,
  again: fc.option(fc.record({ kind: fc.constantFrom('late', 'duplicate'), answer })),
});

/** Tells an engine anything in any order; gives all that it sent. */
function drive<Facts>(engine: PacketEngine<Facts>, events: readonly Told[]): readonly SentPacket[] {
  let nowMs = 0;
  const packets: SentPacket[] = [];
  const keys: number[] = [];
  const take = ({ send, ping, wakeAtMono, done }: PacketStep): void => {
    packets.push(...send.map((packet: PlannedPacket) => ({ packet, atMs: nowMs })));
    keys.push(...[...send, ...ping].map(({ key }) => key));
    if (wakeAtMono !== null && !done) expect(wakeAtMono).toBeGreaterThan(at(nowMs).monoMs);
    if (done) expect([...send, ...ping]).toEqual([]);
    engine.facts();
  };
  take(engine.start(at(0)));
  for (const event of events) {
    nowMs += event.afterMs;
    take(engine.tick(at(nowMs)));
    const key = keys[event.nth] ?? -1;
    take(engine.result(key, event.result, at(nowMs)));
    if (event.again !== null) take(engine.again(key, event.again.kind, event.again.answer, at(nowMs)));
  }
  expect(new Set(keys).size).toBe(keys.length);
  return packets;
}

/** All that it sends is lost: it comes to an end. */
function loseAll<Facts>(engine: PacketEngine<Facts>): boolean {
  const open: number[] = [];
  const take = ({ send, ping, done }: PacketStep): boolean => {
    open.push(...[...send, ...ping].map(({ key }) => key));
    return done;
  };
  let isOver = take(engine.start(at(0)));
  for (let nowMs = 50; nowMs < 120_000 && !isOver; nowMs += 50) {
    isOver = take(engine.tick(at(nowMs)));
    for (const key of open.splice(0)) isOver = take(engine.result(key, { outcome: 'lost' }, at(nowMs)));
  }
  return isOver;
}

const isWellFormed = ({ packet: { via, inner, end, ttl } }: SentPacket): boolean => {
  const top = via.indexOf(Math.max(...via));
  const rises = via
    .slice(0, top + 1)
    .every((place, index) => index === 0 || place > (via[index - 1] ?? place));
  const falls = via
    .slice(top)
    .every((place, index) => index === 0 || place < (via[top + index - 1] ?? place));
  const inside = [...via, end ?? 0].every((place) => place >= 0 && place < scene.path.length);
  return rises && falls && inside && ttl >= 1 && ttl <= 64 && (end !== null || inner === 'echo-reply');
};

const events = fc.array(told, { maxLength: 80 });

test('calibration: whatever it is told, it keeps to the rates and sends only what the helper takes', {
  timeout: LONG,
}, () => {
  fc.assert(
    fc.property(events, (all) => {
      const engine = createCalibrationEngine(calibrationPlan(scene));
      const packets = drive(engine, all);
      expect(busiest(packets).total).toBeLessThanOrEqual(20);
      expect(busiest(packets).hop).toBeLessThanOrEqual(2);
      expect(packets.every(isWellFormed)).toBe(true);
      for (const hop of engine.facts().hops) {
        expect(hop.decapsulates === 'yes' || hop.waysHome.length === 0).toBe(true);
        expect(hop.decapsulates === 'yes' || hop.reason !== null).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});

test('path probe: whatever it is told, its figures add up', { timeout: LONG }, () => {
  fc.assert(
    fc.property(events, fc.boolean(), (all, isSynchronous) => {
      const calibration = scene.path.map((address) => capable(address));
      const engine = createPathProbeEngine(probePlan(scene, { count: 10, isSynchronous }), calibration);
      const packets = drive(engine, all);
      expect(busiest(packets).total).toBeLessThanOrEqual(20);
      expect(busiest(packets).hop).toBeLessThanOrEqual(2);
      expect(packets.every(isWellFormed)).toBe(true);
      for (const { sent, received, late, lost, failed, reason, rttMs } of engine.facts().hops) {
        const settled = received + late + lost + failed;
        expect(settled).toBeLessThanOrEqual(sent);
        expect(Math.min(sent, received, late, lost, failed)).toBeGreaterThanOrEqual(0);
        expect(sent).toBeLessThanOrEqual(10);
        expect((rttMs === null) === (received === 0)).toBe(true);
        if (reason !== null) expect([sent, settled]).toEqual([0, 0]);
      }
    }),
    { numRuns: 150 },
  );
});

test('a hop of which nothing is known but silence is never called lossy, and both come to an end', () => {
  const calibration = scene.path.map((address) => capable(address));
  const probe = createPathProbeEngine(probePlan(scene, { count: 10 }), calibration);
  expect(loseAll(probe)).toBe(true);
  expect(probe.facts().hops.map(({ lost }) => lost)).toEqual([0, 0, 0, 0]);
  const calibrating = createCalibrationEngine(calibrationPlan(scene));
  expect(loseAll(calibrating)).toBe(true);
  expect(calibrating.facts().hops.map(({ reason }) => reason)).toEqual([
    'silent',
    'silent',
    'silent',
    'silent',
  ]);
});
