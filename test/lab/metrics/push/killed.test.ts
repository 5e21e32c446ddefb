import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openHistory } from '../../../../main/history/open.ts';
import { labPlace } from '../../../support/metrics-servers/place.ts';
import { startVictoria } from '../../../support/metrics-servers/victoria.ts';
import { type MonitorProcess, startMonitorProcess } from '../../../support/monitor-process.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { LIMITS } from '../../../unit/history/fixtures.ts';
import { type HomeLab, startHome } from '../../net/home.ts';
import { EVERY_SAMPLE, type Figures, figuresIn, figuresOf, without } from './told.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome();
});
afterAll(() => lab.stop());

/** What is in hand when it is killed is a second's worth, or more where the machine has much else to do. */
const IN_HAND_MS = 10_000;

const atOf = (line: string): number => Number(line.split(' ')[3]);

/** Seconds of measuring, by the probes themselves. */
async function measured(monitor: MonitorProcess, seconds: number): Promise<void> {
  const from = monitor.lines.length;
  const pings = (): number =>
    monitor.lines.slice(from).filter(({ type, kind }) => type === 'sample' && kind === 'dns').length;
  await monitor.waitFor(`${seconds} s of probes`, () => pings() >= seconds, from);
}

test('kill -9 in the middle, with the server away: all that the history has arrives, each once', async () => {
  const server = await startVictoria(labPlace(lab, 'pc'));
  onTestFinished(() => server.stop());
  const folder = temporaryFolder();
  const push = { enabled: true, url: server.writeUrl };
  const config = { metrics: { machine: 'lab', push } };
  const first = startMonitorProcess(lab, { folder, config });
  await measured(first, 8);
  await server.kill('SIGTERM');
  await measured(first, 12);
  const killedMs = Date.now();
  await first.end('SIGKILL');
  await server.restart();
  const second = startMonitorProcess(lab, { folder, config });
  await measured(second, 5);
  expect(await second.end('SIGINT')).toBe(0);

  const history = await openHistory({ ...LIMITS, directory: join(folder, 'data') });
  onTestFinished(() => history.close());
  await server.flush();
  const all = figuresIn(await server.raw(EVERY_SAMPLE));
  const lastKeptMs = all.map(atOf).reduce((last, at) => (at < killedMs ? Math.max(last, at) : last), 0);
  expect(lastKeptMs).toBeGreaterThan(killedMs - IN_HAND_MS);
  // Of one moment some may be kept and others not: answers do not come in the order of their probes.
  const isKnown = (line: string): boolean => atOf(line) < lastKeptMs - 500 || atOf(line) > killedMs;
  const there = all.filter(isKnown);
  const wanted = (await figuresOf(history, killedMs - 600_000, Date.now())).filter(isKnown);
  expect(wanted.filter((line) => atOf(line) < killedMs).length).toBeGreaterThan(200);
  expect(wanted.filter((line) => atOf(line) > killedMs).length).toBeGreaterThan(50);
  const fromKill = (lines: Figures): Figures =>
    lines.map((line) => `${line} (kill ${atOf(line) - killedMs} ms)`);
  expect({ missing: fromKill(without(wanted, there)), beyond: fromKill(without(there, wanted)) }).toEqual({
    missing: [],
    beyond: [],
  });
  expect(there).toEqual(wanted);
});
