import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { EVENT, HISTORY, INCIDENTS } from '../../contract/cli/schemas.ts';
import {
  faultline,
  isHealth,
  isIncident,
  type Line,
  startMonitorProcess,
} from '../../support/monitor-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type HomeLab, startHome } from '../net/home.ts';
import { outputOf } from './output-of.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome({ rttMs: 10 });
});
afterAll(() => lab.stop());
afterEach(() => lab.restore());

const REPLIES_OF_ONE_ANCHOR = 4;

/** Answered often enough to be known to work: each of three anchors once a second. */
function answeredOften(kind: string): (line: Line) => boolean {
  let replies = 0;
  return (line) =>
    line['kind'] === kind && line['outcome'] === 'reply' && ++replies >= 3 * REPLIES_OF_ONE_ANCHOR;
}

/** Asks the history until it has that many answered probes. */
async function untilRemembered(data: string, kind: string, received: number): Promise<void> {
  for (;;) {
    const run = await lab.exec('pc', faultline('history', '--data', data, '--kind', kind, '--json'));
    const [series] = run.code === 0 ? HISTORY.parse(JSON.parse(run.stdout)).series : [];
    if ((series?.total.received ?? 0) >= received) return;
  }
}

/** Arguments for a monitor of this lab with a folder of its own. */
function monitorArgs(folder = temporaryFolder()): readonly string[] {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ anchors: lab.anchors, portalUrl: lab.portalUrl }));
  return ['monitor', '--config', file, '--data', join(folder, 'data')];
}

describe('monitor --json', () => {
  test('every line is an event of the contract, from a cut to its end; what it told is remembered', async () => {
    const folder = temporaryFolder();
    const monitor = startMonitorProcess(lab, { folder });
    await monitor.waitFor('IPv4 good', isHealth('ipv4', 'good'));
    await monitor.waitFor('IPv6 good', isHealth('ipv6', 'good'));
    await monitor.waitFor('replies', answeredOften('tcp4'));
    await lab.cut('ipv4');
    const raised = EVENT.parse(await monitor.waitFor('raise', isIncident('raised', 'ipv4-only')));
    await lab.restore();
    const cleared = EVENT.parse(await monitor.waitFor('clear', isIncident('cleared', 'ipv4-only')));
    expect(await monitor.end('SIGINT')).toBe(0);
    expect(monitor.stderr()).toBe('');

    const events = monitor.lines.map((line) => EVENT.parse(line));
    expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['mode', 'network']);
    expect(events[0]).toMatchObject({ icmp: 'helper', reason: '' });
    expect(events[1]).toMatchObject({ ipv4: true, ipv6: true, gateway4: '192.0.2.1' });
    const kinds = new Set(events.flatMap((event) => (event.type === 'sample' ? [event.kind] : [])));
    expect([...kinds].sort()).toEqual(['dns', 'gateway', 'icmp4', 'icmp6', 'tcp4', 'tcp6']);
    expect(raised).toMatchObject({ until: null, text: expect.stringMatching(/^IPv4 is down since /) });
    expect(cleared).toMatchObject({ end: 'recovered', text: expect.stringMatching(/^IPv4 was down from /) });

    const data = join(folder, 'data');
    const incidents = await lab.exec('pc', faultline('incidents', '--data', data, '--json'));
    const remembered = INCIDENTS.parse(JSON.parse(incidents.stdout)).incidents;
    if (cleared.type !== 'incident') throw new Error('no incident');
    const { type: _type, phase: _phase, ...told } = cleared;
    expect(remembered.map(({ traces: _traces, ...incident }) => incident)).toEqual([told]);

    const samples = events.filter((event) => event.type === 'sample' && event.kind === 'tcp6');
    const history = await lab.exec('pc', faultline('history', '--data', data, '--json', '--kind', 'tcp6'));
    const [series] = HISTORY.parse(JSON.parse(history.stdout)).series;
    expect(series?.total.sent).toBe(samples.length);
  });

  test('a second monitor on the same folder is refused, the first goes on', async () => {
    const folder = temporaryFolder();
    const first = startMonitorProcess(lab, { folder });
    await first.waitFor('a sample', (line) => line['type'] === 'sample');
    const second = await lab.exec('pc', faultline(...monitorArgs(folder), '--json'));
    expect([second.code, second.stdout]).toEqual([2, '']);
    expect(second.stderr).toMatch(/^faultline: Another Faultline is already writing [^\n]+\n$/);
    await first.waitFor('another sample', (line) => line['type'] === 'sample', first.lines.length);
    expect(await first.end()).toBe(0);
  });

  test('a reader that leaves ends it quietly, and the folder is free again', async () => {
    const folder = temporaryFolder();
    const child = lab.spawn('pc', faultline(...monitorArgs(folder), '--json'));
    const output = outputOf(child);
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await output.ended).toBe(0);
    expect(output.stderr()).toBe('');
    const next = await lab.exec('pc', faultline(...monitorArgs(folder), '--json', '--duration', '1'));
    expect(next.code).toBe(0);
  });

  test('--no-history writes nothing, --duration ends it', async () => {
    const folder = temporaryFolder();
    const run = await lab.exec(
      'pc',
      faultline(...monitorArgs(folder), '--json', '--no-history', '--duration', '2'),
    );
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout.trimEnd().split('\n').length).toBeGreaterThan(3);
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  test('a data folder that can not be made is refused before anything is shown', async () => {
    const args = [...monitorArgs(), '--data', '/dev/null/history', '--json'];
    const { code, stdout, stderr } = await lab.exec('pc', faultline(...args));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^faultline: [^\n]+\n$/);
  });
});

describe('monitor for people', () => {
  test('in a pipe: event lines with their time, nothing redrawn, the story of a cut', async () => {
    const folder = temporaryFolder();
    const child = lab.spawn('pc', faultline(...monitorArgs(folder)));
    const output = outputOf(child);
    await output.until(/IPv4: good/);
    await untilRemembered(join(folder, 'data'), 'tcp4', 3 * REPLIES_OF_ONE_ANCHOR);
    await lab.cut('ipv4');
    await output.until(/IPv4 is down since .*probably your provider\./);
    await lab.restore();
    await output.until(/IPv4 was down from /);
    child.kill('SIGTERM');
    expect(await output.ended).toBe(0);
    const [head, ...lines] = output.stdout().trimEnd().split('\n');
    expect(head).toMatch(/^Watching 12 anchors; history in \/.*\/data\. Ctrl-C ends it\.$/);
    for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}\S [A-Z].*$/);
    expect(output.stdout()).not.toContain('\u001b');
  });

  test('on a terminal: two live lines below the events, gone at the end', async () => {
    const command = faultline(...monitorArgs(), '--duration', '6').join(' ');
    const terminal = [
      'env',
      'TERM=xterm',
      'LANG=C.UTF-8',
      'script',
      '-qec',
      `stty cols 100; ${command}`,
      '/dev/null',
    ];
    const { code, stdout } = await lab.exec('pc', terminal);
    expect(code).toBe(0);
    expect(stdout).toContain('\u001b[2A\r\u001b[J');
    expect(stdout).toMatch(/ICMP [\d.]+ ms +\S*●\S* IPv4 [\d.]+ ms/);
    expect(stdout).toContain('All is well.');
    expect(stdout.endsWith('\u001b[J')).toBe(true);
  });
});
