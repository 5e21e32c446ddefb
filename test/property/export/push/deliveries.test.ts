import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Point } from '../../../../main/export/push/points/point.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { FakeStore, type Mood } from '../../../unit/export/push/fake-store.ts';
import { point } from '../../../unit/export/push/fixtures.ts';
import { type Rig, startRig } from '../../../unit/export/push/sender-rig.ts';

/** What may happen to a queue and its server; `restart`: the process is killed, with no time for anything. */
type Step =
  | { readonly type: 'put'; readonly points: number; readonly bad: readonly number[] }
  | { readonly type: 'mood'; readonly mood: Mood }
  | { readonly type: 'pass'; readonly ms: number }
  | { readonly type: 'network' }
  | { readonly type: 'restart' };

const mood = fc.constantFrom<Mood>(
  'well',
  'refuses-connections',
  'loses-answers',
  'busy',
  { status: 429, retryAfterMs: 3000 },
  { status: 401 },
  { status: 404 },
  { status: 400, text: 'nothing suits it' },
  { status: 200, contentType: 'text/html' },
);

const step = fc.oneof<fc.Arbitrary<Step>[]>(
  fc.record({
    type: fc.constant('put' as const),
    points: fc.integer({ min: 1, max: 12 }),
    bad: fc.array(fc.nat(11), { maxLength: 2 }),
  }),
  fc.record({ type: fc.constant('mood' as const), mood }),
  fc.record({ type: fc.constant('pass' as const), ms: fc.integer({ min: 250, max: 70_000 }) }),
  fc.record({ type: fc.constant('network' as const) }),
  fc.record({ type: fc.constant('restart' as const) }),
);

/** Two series, one point of each a second. */
const numbered = (at: number): Point => point(at % 2 === 0 ? 'a' : 'b', Math.floor(at / 2) * 1000, at);

interface Outcome {
  readonly store: FakeStore;
  readonly put: readonly Point[];
  readonly bad: ReadonlySet<number>;
  readonly sent: number;
  readonly refused: number;
  readonly waiting: number;
}

async function play(steps: readonly Step[], isStrict: boolean): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'push-property-'));
  const store = new FakeStore({ isStrict, isBad: ({ value }) => value < 0 });
  const clock = new FakeClock();
  const path = join(folder, 'queue.sqlite');
  const begin = (): Rig => startRig({ store, clock, queue: { path } });
  let rig = begin();
  const counts = { sent: 0, refused: 0 };
  const count = (): void => {
    counts.sent += rig.sender.sent;
    counts.refused += rig.sender.refused;
  };
  const put: Point[] = [];
  const bad = new Set<number>();
  const restart = async (): Promise<void> => {
    await rig.sender.stop();
    count();
    rig.queue.close();
    rig = begin();
  };
  try {
    for (const one of steps) {
      if (one.type === 'put') {
        const points = Array.from({ length: one.points }, (_, i) => {
          const at = put.length + i;
          if (!one.bad.includes(i)) return numbered(at);
          bad.add(at);
          return { ...numbered(at), value: -1 - at };
        });
        put.push(...points);
        rig.put(...points);
        // Awaited or not: what comes next may meet it on its way.
        rig.sender.wake();
      } else if (one.type === 'mood') store.mood = one.mood;
      else if (one.type === 'pass') await rig.pass(one.ms);
      else if (one.type === 'network') rig.sender.networkChanged();
      else await restart();
    }
    store.mood = 'well';
    await rig.pass(660_000);
    await rig.settle();
    count();
    return { store, put, bad, ...counts, waiting: rig.queue.points };
  } finally {
    rig.queue.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const keyOf = ({ series, atMs }: Point): string => `${series.name} ${atMs}`;

function check({ store, put, bad, sent, refused, waiting }: Outcome): void {
  const good = put.filter((_, at) => !bad.has(at));
  const arrived = store.points.filter(({ series }) => series.name !== 'faultline_test');
  expect(waiting).toBe(0);
  // Every one, in one copy, and within its series in the order in which it was measured.
  for (const name of ['a', 'b']) {
    const wanted = good.filter(({ series }) => series.name === name).map(keyOf);
    expect(arrived.filter(({ series }) => series.name === name).map(keyOf)).toEqual(wanted);
  }
  // None is forgotten by the figures; a run that was killed may have counted some that the next one sent again.
  expect(sent).toBeGreaterThanOrEqual(good.length);
  expect(refused).toBeGreaterThanOrEqual(bad.size);
}

test.each([false, true])(
  'any sequence of failures, refusals and restarts delivers every point in order or counts it (takes only forward: %s)',
  async (isStrict) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) =>
        check(await play(steps, isStrict)),
      ),
      { numRuns: 60 },
    );
  },
  120_000,
);

test('without a restart and without lost answers the figures are exact', async () => {
  const plain = step.filter(
    (one) => one.type !== 'restart' && !(one.type === 'mood' && one.mood === 'loses-answers'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(plain, { maxLength: 25 }), async (steps) => {
      const outcome = await play(steps, true);
      check(outcome);
      expect([outcome.sent, outcome.refused]).toEqual([
        outcome.put.length - outcome.bad.size,
        outcome.bad.size,
      ]);
      expect(outcome.store.repeated).toBe(0);
    }),
    { numRuns: 40 },
  );
}, 120_000);
