import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hostPlace } from '../../../support/metrics-servers/place.ts';
import { startVictoria, type Victoria } from '../../../support/metrics-servers/victoria.ts';
import { startPushing } from './pushing.ts';
import { figuresIn, told } from './told.ts';

async function victoria(): Promise<Victoria> {
  const server = await startVictoria(hostPlace());
  onTestFinished(() => server.stop());
  return server;
}

/** A disk of its own for one test. */
function smallDisk(size: string): { readonly mount: string; readonly folder: string } {
  const mount = mkdtempSync(join(tmpdir(), `push-disk-${process.pid}-`));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', mount]);
  onTestFinished(() => {
    execFileSync('umount', ['-l', mount]);
    rmSync(mount, { recursive: true, force: true });
  });
  const folder = join(mount, 'data');
  mkdirSync(folder);
  return { mount, folder };
}

function fillDisk(mount: string): string {
  const { bavail, bsize } = statfsSync(mount);
  const filler = join(mount, 'filler');
  writeFileSync(filler, new Uint8Array(Number(bavail) * Number(bsize)));
  return filler;
}

const ago = (ms: number): number => Math.floor((Date.now() - ms) / 1000) * 1000;
const HOUR_MS = 3_600_000;
const LOST = 'faultline_sample_lost';

const countOf = async (server: Victoria): Promise<number> => {
  await server.flush();
  return new Set(figuresIn(await server.raw(LOST))).size;
};

/** Probes of `told` that say something about the path. */
const evidence = (events: ReturnType<typeof told>): number =>
  new Set(
    events.flatMap((event) =>
      event.type === 'sample' && event.sample.outcome !== 'error' ? [event.sample.id] : [],
    ),
  ).size;

test('a full disk: said in words, what waits is in memory, and on disk again once there is room', async () => {
  const server = await victoria();
  const { mount, folder } = smallDisk('1m');
  const pushing = startPushing({ push: { url: server.writeUrl }, folder });
  const fromMs = ago(HOUR_MS);
  const events = told({ fromMs, seconds: 1200 });
  await pushing.tell(events.slice(0, 600));
  await server.kill('SIGTERM');
  const filler = fillDisk(mount);
  await pushing.tell(events.slice(600, 4000));
  const full = await pushing.until('full', ({ text }) => text.includes('The disk is full'));
  expect(full).toMatchObject({ phase: 'trouble', dropped: 0 });
  rmSync(filler);
  await pushing.until('written again', ({ text }) => !text.includes('The disk is full'));
  await pushing.tell(events.slice(4000));
  await server.restart();
  pushing.changeNetwork();
  await pushing.client.stop();
  expect(pushing.client.state).toMatchObject({ dropped: 0, queued: 0 });
  expect(await countOf(server)).toBe(evidence(events));
});

test('a disk that stays full while the server is there: all of it arrives all the same', async () => {
  const server = await victoria();
  const { mount, folder } = smallDisk('1m');
  const pushing = startPushing({ push: { url: server.writeUrl }, folder });
  const events = told({ fromMs: ago(HOUR_MS), seconds: 1200 });
  await pushing.tell(events.slice(0, 600));
  fillDisk(mount);
  await pushing.tell(events.slice(600));
  await pushing.until('full', ({ text }) => text.includes('The disk is full'));
  await pushing.client.stop();
  expect(pushing.client.state).toMatchObject({ dropped: 0, queued: 0 });
  expect(await countOf(server)).toBe(evidence(events));
});

test('a damaged file met at the start: it goes aside, that is said, and all that comes after it arrives', async () => {
  const server = await victoria();
  await server.kill('SIGTERM');
  const { folder } = smallDisk('20m');
  const first = startPushing({ push: { url: server.writeUrl }, folder });
  const fromMs = ago(2 * HOUR_MS);
  const events = told({ fromMs, seconds: 3000 });
  await first.tell(events.slice(0, 12_000));
  await first.client.stop();
  const waiting = first.client.state.queued ?? 0;
  expect(waiting).toBeGreaterThan(20_000);
  // Every page after the first, as a failing disk would.
  const path = join(folder, 'metrics-queue.sqlite');
  const file = openSync(path, 'r+');
  for (let at = 4096; at < statSync(path).size; at += 4096)
    writeSync(file, new Uint8Array(4096).fill(0xa5), 0, 4096, at);
  closeSync(file);
  await server.restart();
  const second = startPushing({ push: { url: server.writeUrl }, folder });
  await second.tell(events.slice(12_000));
  await second.client.stop();
  expect(
    readdirSync(folder).filter((name) => /^metrics-queue\.damaged-\d{8}T\d{6}Z\.sqlite$/.test(name)),
  ).toHaveLength(1);
  expect(second.client.state.text).toMatch(/A damaged queue was set aside as metrics-queue\.damaged-/);
  expect(second.client.state).toMatchObject({ queued: 0, dropped: 0 });
  expect(await countOf(server)).toBe(evidence(events.slice(12_000)));
});

test('more than the bound while the server is away: the oldest go, counted, the newest arrive', async () => {
  const server = await victoria();
  await server.kill('SIGTERM');
  const { folder } = smallDisk('20m');
  const pushing = startPushing({ push: { url: server.writeUrl, queueMegabytes: 0.05 }, folder });
  const seconds = 4000;
  const fromMs = ago(20 * HOUR_MS);
  for (let at = 0; at < seconds; at += 1000) {
    await pushing.tell(told({ fromMs: fromMs + at * 1000, seconds: 1000, firstId: 1 + at * 6 }));
  }
  const over = await pushing.until('overfull', ({ dropped }) => dropped > 0);
  expect(over.text).toMatch(/the oldest figures make room/);
  expect(statSync(join(folder, 'metrics-queue.sqlite')).size).toBeLessThan(1_000_000);
  await server.restart();
  pushing.changeNetwork();
  await pushing.until('all through', ({ queued }) => (queued ?? 0) < 2000);
  await pushing.client.stop();
  const { sent, dropped, queued } = pushing.client.state;
  await server.flush();
  const raw = await server.raw('{__name__=~"faultline_.*"}');
  expect(queued).toBe(0);
  expect(raw.reduce((sum, { values }) => sum + values.length, 0)).toBe(sent);
  const newest = Math.max(...raw.map(({ timestamps }) => timestamps.at(-1) ?? 0));
  expect(newest).toBeGreaterThan(fromMs + (seconds - 2) * 1000);
  expect(dropped).toBeGreaterThan(sent / 10);
  expect(newest - Math.min(...raw.map(({ timestamps }) => timestamps[0] ?? 0))).toBeLessThan(seconds * 800);
});
