import { describe, expect, test } from 'vitest';
import type { HopCalibration } from '../../../main/domain/model/encapsulation.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import {
  type CalibratingSurroundings,
  calibrate,
} from '../../../main/encapsulation/calibrating/calibrate.ts';
import { isEnoughForBetween, isEnoughForReverse } from '../../../main/encapsulation/calibrating/enough.ts';
import { PathSession } from '../../../main/encapsulation/sending/session.ts';
import { came, type SentPacket, wasLost } from './fake-paths.ts';
import { calibrated, homeward, knownHops, makeStage, type StageOptions } from './stage.ts';

const [A, B] = ['198.51.100.1', '198.51.100.2'] as const;

async function stage(options: StageOptions, change: Partial<CalibratingSurroundings> = {}) {
  const made = makeStage(options);
  const opening = await PathSession.open({ what: 'calibration', addresses: [A, B], around: made.around });
  if (!opening.ok) throw new Error('no path');
  const { session } = opening;
  const moved: (readonly HopCalibration[])[] = [];
  const around: CalibratingSurroundings = {
    session,
    records: made.records,
    network: 'home',
    family: 4,
    mtu: 1500,
    timeoutMs: 1000,
    engine: made.ports.calibration,
    onMoved: (known) => moved.push(known),
    ...change,
  };
  return { ...made, session, around, moved };
}

const atOnce = (packet: SentPacket): void => queueMicrotask(() => came(packet, A));

describe('finding out about hops', () => {
  test('asks those that are not known, and keeps what it learned', async () => {
    const now = wallMs(Date.UTC(2026, 0, 1));
    const { around, records, paths } = await stage({
      ports: { calibration: knownHops({ [B]: {} }) },
      onPacket: atOnce,
    });
    await records.keep('home', [calibrated(A, { ttlHome: 9, testedMs: now })]);
    const { hops, end, prohibitedBy } = await calibrate([0, 1], around);
    expect([end, prohibitedBy]).toEqual([{ kind: 'done' }, null]);
    expect(hops.map(({ address, ttlHome }) => [address, ttlHome])).toEqual([
      [A, 9],
      [B, 4],
    ]);
    expect(paths.packets.map(({ request }) => request.via)).toEqual([[1]]);
    expect(await records.calibrations('home', [A, B])).toHaveLength(2);
  });

  test('nothing is asked that is known', async () => {
    const { around, records, paths } = await stage({});
    await records.keep('home', [calibrated(A), calibrated(B, { decapsulates: 'no', reason: 'refuses' })]);
    const { hops } = await calibrate([1, 0], around);
    expect(hops.map(({ address }) => address)).toEqual([B, A]);
    expect(paths.packets).toEqual([]);
  });

  test('cut short, "untestable" is not kept: nothing may only not have come yet', async () => {
    const known = { [A]: {}, [B]: { decapsulates: 'untestable', reason: 'silent' } } as const;
    const { around, records, session } = await stage({ ports: { calibration: knownHops(known) } });
    const running = calibrate([0, 1], around);
    await new Promise((resolve) => setImmediate(resolve));
    await session.close('stopped');
    const { end } = await running;
    expect(end).toEqual({ kind: 'stopped' });
    expect((await records.calibrations('home', [A, B])).map(({ address }) => address)).toEqual([A]);
  });

  test('where it is forbidden only what is certain is kept', async () => {
    const known = { [A]: {}, [B]: { decapsulates: 'untestable', reason: 'prohibited' } } as const;
    const { around, records } = await stage({
      ports: { calibration: knownHops(known, '198.51.100.77') },
      onPacket: (packet) => queueMicrotask(() => wasLost(packet)),
    });
    const { prohibitedBy } = await calibrate([0, 1], around);
    expect(prohibitedBy).toBe('198.51.100.77');
    expect((await records.calibrations('home', [A, B])).map(({ address }) => address)).toEqual([A]);
  });
});

describe('for a trace', () => {
  test('is over as soon as enough is known; a path probe asks for the rest', async () => {
    const { around, records, paths, pass, clock } = await stage({ onPacket: homeward(['198.51.100.7']) });
    const running = calibrate([0], { ...around, isEnough: isEnoughForReverse });
    await pass(200);
    const { hops, end } = await running;
    expect(end).toEqual({ kind: 'done' });
    expect(hops).toMatchObject([{ address: A, decapsulates: 'yes', ttlHome: 3, partial: true }]);
    expect(clock.pendingTimers).toBe(0);
    const asked = paths.packets.length;

    const again = await calibrate([0], { ...around, isEnough: isEnoughForReverse });
    expect(again.hops).toEqual(hops);
    expect(paths.packets).toHaveLength(asked);

    const whole = calibrate([0], around);
    await pass(5000);
    expect((await whole).hops[0]?.partial).toBeUndefined();
    expect(paths.packets.length).toBeGreaterThan(asked);
    const [kept] = await records.calibrations('home', [A]);
    expect([kept?.partial, kept?.largestBytes]).toEqual([undefined, 1500]);
  });

  test('what is enough between two others is not kept, since it is not for the way back', async () => {
    const { around, records, pass } = await stage({ onPacket: homeward(['198.51.100.7']) });
    const running = calibrate([0], {
      ...around,
      isEnough: (hop) => isEnoughForBetween(hop) && !hop.waysHome.includes('hop'),
    });
    await pass(200);
    expect((await running).hops[0]).toMatchObject({ decapsulates: 'yes', partial: true });
    expect(await records.calibrations('home', [A])).toEqual([]);
  });

  test('one that was asked to the end, but with small packets alone, is known to the next trace', async () => {
    const { around, records, paths } = await stage({
      ports: { calibration: knownHops({ [A]: { waysHome: ['echo'] } }) },
      onPacket: atOnce,
    });
    await calibrate([0], { ...around, isEnough: isEnoughForReverse });
    expect(await records.calibrations('home', [A])).toMatchObject([{ waysHome: ['echo'], partial: true }]);
    await calibrate([0], { ...around, isEnough: isEnoughForReverse });
    expect(paths.packets).toHaveLength(1);
    await calibrate([0], around);
    expect(paths.packets).toHaveLength(2);
  });

  test.each<[boolean, Partial<HopCalibration>, boolean]>([
    [true, { waysHome: ['hop'], ttlHome: 3 }, true],
    [true, { waysHome: ['own'], ttlHome: null }, true],
    // Its distance would only be guessed from the TTL that its own answers begin with.
    [true, { waysHome: ['echo'], ttlHome: 3 }, false],
    [true, { waysHome: ['hop'], ttlHome: null }, false],
    [true, { waysHome: [], ttlHome: 3 }, false],
    [false, { waysHome: [], ttlHome: null }, true],
    [true, { decapsulates: 'untestable', waysHome: ['hop'], ttlHome: 3 }, false],
    [false, { decapsulates: 'no' }, false],
  ])('reverse %s, %j: %s', (isReverse, change, expected) => {
    expect((isReverse ? isEnoughForReverse : isEnoughForBetween)(calibrated(A, change))).toBe(expected);
  });
});
