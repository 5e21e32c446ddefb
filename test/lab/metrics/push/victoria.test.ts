import { describe, expect, onTestFinished, test } from 'vitest';
import { PUSH_FORMATS } from '../../../../main/domain/model/metrics-config.ts';
import { openHistory } from '../../../../main/history/open.ts';
import type { History } from '../../../../main/history/types.ts';
import { hostPlace } from '../../../support/metrics-servers/place.ts';
import { startVictoria, type Victoria } from '../../../support/metrics-servers/victoria.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { incident, START_MS } from '../../../unit/export/push/fixtures.ts';
import { LIMITS } from '../../../unit/history/fixtures.ts';
import { startPushing } from './pushing.ts';
import { EVERY_SAMPLE, figuresIn, figuresOf, told, without } from './told.ts';

async function victoria(): Promise<Victoria> {
  const server = await startVictoria(hostPlace());
  onTestFinished(() => server.stop());
  return server;
}

async function history(): Promise<History> {
  const opened = await openHistory({ ...LIMITS, directory: temporaryFolder() });
  onTestFinished(() => opened.close());
  return opened;
}

/** So long ago that all of it is past; a whole second. */
const ago = (ms: number): number => Math.floor((Date.now() - ms) / 1000) * 1000;
const MINUTE_MS = 60_000;

const figures = async (server: Victoria) => {
  await server.flush();
  return figuresIn(await server.raw(EVERY_SAMPLE));
};

test.each(PUSH_FORMATS)('%s: what the server has is what the history has, probe by probe', async (format) => {
  const server = await victoria();
  const kept = await history();
  const url = format === 'influx' ? `${server.influxUrl}?precision=ms` : server.writeUrl;
  const { client, tell } = startPushing({ push: { url, format } });
  const fromMs = ago(20 * MINUTE_MS);
  const events = told({ fromMs, seconds: 600 });
  for (const event of events) kept.record(event);
  await kept.flush();
  await tell(events);
  await client.stop();
  expect(client.state).toMatchObject({ phase: 'working', dropped: 0, queued: 0 });
  const wanted = await figuresOf(kept, fromMs, Date.now());
  expect(wanted.length).toBeGreaterThan(6500);
  expect(await figures(server)).toEqual(wanted);
  const [series] = await server.raw('faultline_sample_rtt_seconds{kind="icmp4"}');
  expect(series?.metric).toEqual({
    __name__: 'faultline_sample_rtt_seconds',
    kind: 'icmp4',
    anchor: '192.0.2.1',
    machine: 'home',
    provider: 'example',
  });
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'the server is ended by %s in the middle and started again: nothing is missing',
  async (signal) => {
    const server = await victoria();
    const pushing = startPushing({ push: { url: server.writeUrl, resendSeconds: 60 } });
    const fromMs = ago(20 * MINUTE_MS);
    const events = told({ fromMs, seconds: 600 });
    await pushing.tell(events.slice(0, 1500));
    await pushing.until('first figures there', ({ sent }) => sent > 1000);
    // It has said yes to them, and not all of them are on its disk.
    await server.kill(signal);
    await pushing.tell(events.slice(1500));
    const away = await pushing.until('in trouble', ({ phase }) => phase === 'trouble');
    expect(away.text).toMatch(/can't be reached: .*Everything is kept/);
    await server.restart();
    pushing.changeNetwork();
    await pushing.client.stop();
    const kept = await history();
    for (const event of events) kept.record(event);
    await kept.flush();
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

describe('a line that was down for two hours', () => {
  const HOUR_S = 3600;

  test('is in the server afterwards at its own time, as loss and as an incident', async () => {
    const server = await victoria();
    const fromMs = ago(3 * HOUR_S * 1000);
    const pushing = startPushing({ push: { url: server.writeUrl } });
    // The first minutes arrive; then for two hours nothing does, for the line is what the server is behind.
    const dead = { from: 605, until: 605 + 2 * HOUR_S };
    const events = told({
      fromMs,
      seconds: dead.until + 300,
      isDead: (second) => second >= dead.from && second < dead.until,
    });
    const at = (second: number): number => fromMs - START_MS + second * 1000;
    const index = (second: number): number =>
      events.findIndex((one) => one.type === 'sample' && one.sample.sentWallMs >= fromMs + second * 1000);
    await pushing.tell(events.slice(0, index(dead.from)));
    await server.kill('SIGTERM');
    await pushing.tell(events.slice(index(dead.from), index(dead.from + 4)));
    await pushing.tell([
      { type: 'incident', phase: 'raised', incident: incident('total', at(dead.from), at(dead.from + 4)) },
    ]);
    await pushing.tell(events.slice(index(dead.from + 4), index(dead.until + 4)));
    const waiting = await pushing.until(
      'in trouble',
      ({ phase, queued }) => phase === 'trouble' && (queued ?? 0) > 40_000,
    );
    expect(waiting.dropped).toBe(0);
    await server.restart();
    const cleared = incident('total', at(dead.from), at(dead.from + 4), at(dead.until));
    await pushing.tell([{ type: 'incident', phase: 'cleared', incident: cleared }]);
    await pushing.tell(events.slice(index(dead.until + 4)));
    pushing.changeNetwork();
    await pushing.until('all there', ({ phase, queued }) => phase === 'working' && (queued ?? 0) < 2000);
    await pushing.client.stop();
    await server.flush();
    const range = { start: fromMs / 1000 + 60, end: fromMs / 1000 + dead.until + 240, step: 60 };
    const [loss] = await server.queryRange('avg(avg_over_time(faultline_sample_lost[60s]))', range);
    const [active] = await server.queryRange(
      'last_over_time(faultline_incident_active{class="total"}[60s])',
      range,
    );
    const during = (points = loss?.points) =>
      (points ?? []).filter(({ seconds }) => {
        const second = seconds - fromMs / 1000;
        return second >= dead.from + 60 && second < dead.until;
      });
    const outside = (points = loss?.points) =>
      (points ?? []).filter(({ seconds }) => {
        const second = seconds - fromMs / 1000;
        return second < dead.from || second >= dead.until + 60;
      });
    expect(during()).toHaveLength(119);
    expect(during().every(({ value }) => value === 1)).toBe(true);
    expect(outside().every(({ value }) => value < 0.1)).toBe(true);
    expect(during(active?.points).every(({ value }) => value === 1)).toBe(true);
    expect(outside(active?.points).every(({ value }) => value === 0)).toBe(true);
    const [raw] = await server.raw('faultline_incident_active{class="total"}');
    const ones = (raw?.timestamps ?? []).filter((_, i) => raw?.values[i] === 1);
    expect(ones[0]).toBe(fromMs + dead.from * 1000);
    expect(raw?.timestamps.find((atMs, i) => atMs > (ones.at(-1) ?? 0) && raw.values[i] === 0)).toBe(
      Math.max(fromMs + dead.until * 1000, (ones.at(-1) ?? 0) + 1),
    );
  });
});
