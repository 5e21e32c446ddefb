import { describe, expect, test, vi } from 'vitest';
import { type Call, Checkout, DEBIAN_ROOT, type Machine, tallyLine } from './checkout.ts';

vi.setConfig({ testTimeout: 60_000 });

/** Machines where the lab and the end-to-end tests can't run, with what is said of it. */
const WITHOUT_LAB: readonly (readonly [string, Partial<Machine>, string])[] = [
  ['an ordinary user', { uid: 1000 }, 'the lab needs root (network namespaces, raw sockets): sudo npm test'],
  ['macOS', { platform: 'darwin' }, 'the lab needs Linux'],
  ['a container without TUN', { files: { '/dev/net/tun': false } }, 'the lab needs /dev/net/tun'],
  [
    'root of another Linux that lacks tools',
    {
      files: { '/dev/net/tun': true, '/etc/debian_version': false },
      commands: { nft: false, dnsmasq: false },
    },
    'The tests need more of the system. On Debian run as root: ' +
      'apt-get install -y --no-install-recommends nftables dnsmasq-base',
  ],
];

const notRun = (stdout: string): string[] => stdout.split('\n').filter((line) => line.startsWith('Not run:'));

const suites = (calls: readonly Call[]): string[] =>
  calls.map(({ tool }) => tool).filter((tool) => tool.startsWith('vitest'));

/** Made ready on this machine: what builds really runs, and only here. */
async function readyCheckout(): Promise<Checkout> {
  const checkout = new Checkout();
  await checkout.run('faultline');
  return checkout;
}

describe.each(WITHOUT_LAB)('lab and end-to-end tests for %s', (_who, machine, reason) => {
  const here = { ...machine, commands: { ...DEBIAN_ROOT.commands, ...machine.commands } };

  test('are a skip that says its reason', async () => {
    const checkout = await readyCheckout();
    const { code, stdout, stderr } = await checkout.run('test', { machine: here });
    expect({ code, line: tallyLine(stdout), stderr }).toEqual({
      code: 0,
      line: '3 passed, 0 failed, 1 skipped',
      stderr: '',
    });
    expect(notRun(stdout)).toEqual([`Not run: ${reason}`]);
    expect(suites(checkout.calls())).toEqual(['vitest pure']);
  });

  test('are a failure on CI, with the same reason', async () => {
    const checkout = await readyCheckout();
    const { code, stdout } = await checkout.run('test', { machine: here, env: { CI: 'true' } });
    expect([code, tallyLine(stdout)]).toEqual([1, '3 passed, 1 failed, 0 skipped']);
    expect(notRun(stdout)).toEqual([`Not run: ${reason}`]);
    expect(suites(checkout.calls())).toEqual(['vitest pure']);
  });
});

describe('a test that is skipped', () => {
  const SKIPS_ONE = JSON.stringify({
    testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'skipped' }] }],
  });
  const SKIPPED_FAILS = 'On CI a test that was skipped fails the run.';

  test.each([
    ['vitest pure', 'true'],
    ['vitest lab', 'true'],
    ['vitest pure', '1'],
  ])('in %s fails the run on CI (CI=%s), which says why', async (suite, value) => {
    const checkout = new Checkout();
    checkout.plan({ [suite]: { report: SKIPS_ONE } });
    const { code, stdout } = await checkout.run('test', { env: { CI: value } });
    expect([code, tallyLine(stdout)]).toEqual([1, '4 passed, 0 failed, 1 skipped']);
    expect(stdout).toContain(`\n${SKIPPED_FAILS}\n`);
  });

  test.each(['', 'false', '0'])('is only counted elsewhere (CI=%j)', async (value) => {
    const checkout = new Checkout();
    checkout.plan({ 'vitest lab': { report: SKIPS_ONE } });
    const { code, stdout } = await checkout.run('test', { env: { CI: value } });
    expect([code, tallyLine(stdout)]).toEqual([0, '4 passed, 0 failed, 1 skipped']);
    expect(stdout).not.toContain(SKIPPED_FAILS);
  });
});

test('on CI a run of which nothing failed and nothing was skipped passes', async () => {
  const checkout = new Checkout();
  const { code, stdout } = await checkout.run('test', { env: { CI: 'true' } });
  expect([code, tallyLine(stdout)]).toEqual([0, '4 passed, 0 failed, 0 skipped']);
});
