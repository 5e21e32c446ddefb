import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOCTOR } from '../../contract/cli/schemas.ts';
import { faultline, startMonitorProcess } from '../../support/monitor-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type HomeLab, startHome } from '../net/home.ts';
import { HOME } from '../net/topologies.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome({ rttMs: 10 });
});
afterAll(() => lab.stop());

/** Behind sudo: root, with the ids of an ordinary user in the environment. */
const BEHIND = { SUDO_UID: '12345', SUDO_GID: '12346' };

/** What the kernel says of a process: ids as real, effective, saved, file system. */
function rightsOf(pid: number) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): string[] =>
    (new RegExp(`^${name}:[ \t]*(.*)$`, 'm').exec(status)?.[1] ?? '').trim().split(/\s+/);
  return {
    uid: field('Uid'),
    gid: field('Gid'),
    groups: field('Groups'),
    effective: field('CapEff'),
    permitted: field('CapPrm'),
  };
}

const NO_CAPABILITIES = ['0000000000000000'];

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).filter(Boolean).map(Number);

describe('behind sudo', () => {
  test('monitor becomes the user for good, with no group and no capability left', async () => {
    const folder = temporaryFolder();
    const monitor = startMonitorProcess(lab, { folder, run: { env: BEHIND } });
    await monitor.waitFor('a sample by the helper', (line) => line['via'] === 'helper');
    const pid = monitor.child.pid ?? Number.NaN;
    expect(rightsOf(pid)).toEqual({
      uid: ['12345', '12345', '12345', '12345'],
      gid: ['12346', '12346', '12346', '12346'],
      groups: ['12346'],
      effective: NO_CAPABILITIES,
      permitted: NO_CAPABILITIES,
    });
    for (const child of childrenOf(pid)) {
      expect(rightsOf(child)).toMatchObject({ effective: NO_CAPABILITIES, permitted: NO_CAPABILITIES });
      expect(rightsOf(child).uid).not.toContain('0');
    }
    expect(await monitor.end()).toBe(0);
    expect(statSync(join(folder, 'data')).uid).toBe(12345);
    expect(statSync(join(folder, 'data', 'history.sqlite')).uid).toBe(12345);
  });

  test('a helper that dies can not get its rights back: the mode says so', async () => {
    const monitor = startMonitorProcess(lab, { folder: temporaryFolder(), run: { env: BEHIND } });
    await monitor.waitFor('a sample by the helper', (line) => line['via'] === 'helper');
    const seen = monitor.lines.length;
    const [helper] = childrenOf(monitor.child.pid ?? Number.NaN);
    if (helper === undefined) throw new Error('no helper runs');
    process.kill(helper, 'SIGKILL');
    const mode = await monitor.waitFor(
      'mode',
      (line) => line['type'] === 'mode' && line['icmp'] !== 'helper',
      seen,
    );
    expect(String(mode['reason'])).not.toBe('');
    expect(await monitor.end()).toBe(0);
  });

  test('the configuration is read with the user`s rights, not with root`s', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'config.json');
    await lab.exec('pc', ['sh', '-c', `echo '{}' > ${file} && chmod 600 ${file}`]);
    const { code, stderr } = await lab.exec('pc', faultline('monitor', '--config', file, '--no-history'), {
      env: BEHIND,
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/the configuration cannot be read, .*; you may not read it/);
  });

  test('ping and doctor give root up too', async () => {
    const doctor = await lab.exec('pc', faultline('doctor', '--json'), { env: BEHIND });
    const { checks, icmp } = DOCTOR.parse(JSON.parse(doctor.stdout));
    expect(icmp).toBe('helper');
    expect(checks.find(({ id }) => id === 'privilege')).toMatchObject({
      state: 'ok',
      text: 'gave root up for user 12345 once the helper ran',
    });
    expect(checks.find(({ id }) => id === 'helper-files')).toMatchObject({ state: 'ok' });
    expect(checks.find(({ id }) => id === 'way-inherited')).toMatchObject({
      text: 'taken, and asked nobody',
    });
    const ping = lab.spawn(
      'pc',
      faultline('ping', HOME.anchors4[0], '--count', '1000', '--interval', '200'),
      {
        env: BEHIND,
      },
    );
    const closed = new Promise<number | null>((resolve) => ping.on('close', resolve));
    await new Promise((resolve) => ping.stdout.once('data', resolve));
    expect(rightsOf(ping.pid ?? Number.NaN)).toMatchObject({
      uid: Array(4).fill('12345'),
      effective: NO_CAPABILITIES,
    });
    ping.kill('SIGINT');
    expect([0, 1]).toContain(await closed);
  });
});

describe('plain root', () => {
  test('stays root, and doctor says what would be better', async () => {
    const doctor = await lab.exec('pc', faultline('doctor', '--json'));
    const { checks } = DOCTOR.parse(JSON.parse(doctor.stdout));
    expect(checks.find(({ id }) => id === 'privilege')).toMatchObject({
      state: 'limited',
      wayOut: expect.stringMatching(/sudo from an ordinary account/),
    });
  });
});
