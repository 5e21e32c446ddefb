import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openHistory } from '../../../../main/history/open.ts';
import { type MonitorProcess, startMonitorProcess } from '../../../support/monitor-process.ts';
import { labPlace } from '../../../support/metrics-servers/place.ts';
import { startVictoria } from '../../../support/metrics-servers/victoria.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { LIMITS } from '../../../unit/history/fixtures.ts';
import { type HomeLab, startHome } from '../../net/home.ts';
import { EVERY_SAMPLE, type Figures, figuresIn, figuresOf, without } from './told.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome();
});
afterAll(() => lab.stop());

/** What the monitor and its history have in hand when they are killed: both write at least once a second. */
const IN_HAND_MS = 2000;

const atOf = (line: string): number => Number(line.split(' ')[3]);

/** Seconds of measuring, by the probes themselves. */
async function measured(monitor: MonitorProcess, seconds: number): Promise<void> {
  const from = monitor.lines.length;
  const pings = (): number =>
    monitor.lines.slice(from).filter(({ type, kind }) => type === 'sample' && kind === 'gateway').length;
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
  const isKnown = (line: string): boolean => Math.abs(killedMs - atOf(line) - IN_HAND_MS / 2) > IN_HAND_MS / 2;
  const known = (lines: Figures): Figures => lines.filter(isKnown);
  const wanted = known(await figuresOf(history, killedMs - 600_000, Date.now()));
  await server.flush();
  const there = known(figuresIn(await server.raw(EVERY_SAMPLE)));
  expect(wanted.filter((line) => atOf(line) < killedMs).length).toBeGreaterThan(200);
  expect(wanted.filter((line) => atOf(line) > killedMs).length).toBeGreaterThan(50);
  expect({ missing: without(wanted, there), beyond: without(there, wanted) }).toEqual({ missing: [], beyond: [] });
  expect(there).toEqual(wanted);
});
