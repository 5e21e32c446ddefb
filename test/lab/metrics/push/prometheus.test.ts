import { expect, onTestFinished, test } from 'vitest';
import type { Sample } from '../../../../main/domain/model/sample.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { openHistory } from '../../../../main/history/open.ts';
import { hostPlace } from '../../../support/metrics-servers/place.ts';
import { type Prometheus, startPrometheus } from '../../../support/metrics-servers/prometheus.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { LIMITS } from '../../../unit/history/fixtures.ts';
import { startPushing } from './pushing.ts';
import { EVERY_SAMPLE, type Figures, figuresIn, figuresOf, told, without } from './told.ts';

async function prometheus(outOfOrderWindow: string): Promise<Prometheus> {
  const server = await startPrometheus(hostPlace(), { outOfOrderWindow });
  onTestFinished(() => server.stop());
  return server;
}

const ago = (ms: number): number => Math.floor((Date.now() - ms) / 1000) * 1000;
const MINUTE_MS = 60_000;

async function figures(server: Prometheus, from = EVERY_SAMPLE): Promise<Figures> {
  const series = await server.query(`${from}[3h]`);
  return figuresIn(
    series.map(({ metric, points }) => ({
      metric,
      values: points.map(({ value }) => value),
      timestamps: points.map(({ seconds }) => Math.round(seconds * 1000)),
    })),
  );
}

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'values equal the history, with the server ended by %s in the middle',
  async (signal) => {
    const server = await prometheus('1h');
    const kept = await openHistory({ ...LIMITS, directory: temporaryFolder() });
    onTestFinished(() => kept.close());
    const pushing = startPushing({ push: { url: server.writeUrl } });
    const fromMs = ago(20 * MINUTE_MS);
    const events = told({ fromMs, seconds: 300 });
    for (const event of events) kept.record(event);
    await kept.flush();
    await pushing.tell(events.slice(0, 900));
    await server.kill(signal);
    await pushing.tell(events.slice(900));
    await pushing.until('in trouble', ({ phase }) => phase === 'trouble');
    await server.restart();
    pushing.changeNetwork();
    await pushing.client.stop();
    const wanted = await figuresOf(kept, fromMs, Date.now());
    const there = await figures(server);
    expect({ missing: without(wanted, there), beyond: without(there, wanted) }).toEqual({
      missing: [],
      beyond: [],
    });
    expect(there).toHaveLength(wanted.length);
    expect(pushing.client.state).toMatchObject({ dropped: 0, queued: 0 });
  },
);

test('a Prometheus that takes nothing old: what it refuses is counted and told, the rest arrives', async () => {
  const server = await prometheus('0s');
  const recent = startPushing({ push: { url: server.writeUrl }, machine: 'other' });
  await recent.tell(told({ fromMs: ago(MINUTE_MS), seconds: 30 }));
  await recent.client.stop();
  const pushing = startPushing({ push: { url: server.writeUrl } });
  const fromMs = ago(150 * MINUTE_MS);
  const old = told({ fromMs, seconds: 1200 });
  const fresh = told({ fromMs: ago(5 * MINUTE_MS), seconds: 240, firstId: 1_000_000 });
  await pushing.tell(old);
  await pushing.until('refused', ({ dropped }) => dropped > 10_000);
  await pushing.tell(fresh);
  await pushing.until('all through', ({ queued }) => (queued ?? 0) < 2000);
  await pushing.client.stop();
  const { state } = pushing.client;
  expect(state.phase).toBe('trouble');
  expect(state.text).toMatch(/refused some figures.*out of bounds.*storage\.tsdb\.out_of_order_time_window/);
  const there = await figures(server, '{__name__=~"faultline_sample_.*",machine="home"}');
  const freshFigures = there.filter((line) => Number(line.split(' ')[3]) >= ago(6 * MINUTE_MS));
  expect(freshFigures.length).toBe(there.length);
  expect(state.sent).toBeGreaterThanOrEqual(there.length);
  expect(state.queued).toBe(0);
  // Nothing is lost without being counted: 240 s of six kinds are there.
  const lostFigures = there.filter((line) => line.startsWith('faultline_sample_lost '));
  const evidence = fresh.filter((event) => event.type === 'sample' && event.sample.outcome !== 'error');
  const ids = new Set(evidence.map((event) => (event.type === 'sample' ? event.sample.id : 0)));
  expect(lostFigures).toHaveLength(ids.size);
});

test('the clock is set back ten minutes: a window lets all of it in, and it goes on', async () => {
  const server = await prometheus('1h');
  const pushing = startPushing({ push: { url: server.writeUrl } });
  const fromMs = ago(20 * MINUTE_MS);
  const before = told({ fromMs, seconds: 120 });
  const after = told({ fromMs: fromMs + 120_000, seconds: 120, firstId: 10_000 }).map((event) => {
    if (event.type !== 'sample') return event;
    // The monotonic clock goes on; the wall clock says ten minutes less, and no two points share a time.
    const sample: Sample = { ...event.sample, sentWallMs: wallMs(event.sample.sentWallMs - 600_123) };
    return { type: 'sample', sample } as const;
  });
  await pushing.tell(before);
  await pushing.tell(after);
  await pushing.client.stop();
  expect(pushing.client.state).toMatchObject({ phase: 'working', dropped: 0, queued: 0 });
  const there = await figures(server, 'faultline_sample_lost');
  const times = new Set(there.map((line) => Number(line.split(' ')[3])));
  expect(Math.min(...times)).toBe(fromMs + 120_000 - 600_123);
  const evidence = [...before, ...after].filter(
    (event) => event.type === 'sample' && event.sample.outcome !== 'error' && event.sample.outcome !== 'late',
  );
  expect(there).toHaveLength(evidence.length);
});
