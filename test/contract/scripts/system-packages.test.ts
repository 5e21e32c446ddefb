import { describe, expect, test, vi } from 'vitest';
import { TEST_PACKAGES } from '../../../scripts/system-packages.mjs';
import { Checkout, DEBIAN_ROOT, tallyLine } from './checkout.ts';

vi.setConfig({ testTimeout: 60_000 });

const lacking = (...commands: readonly string[]) => ({
  commands: { ...DEBIAN_ROOT.commands, ...Object.fromEntries(commands.map((name) => [name, false])) },
});

describe('what the lab needs from Debian', () => {
  test('is installed by root, each package once, before anything else', async () => {
    const checkout = new Checkout();
    const machine = lacking('nft', 'setpriv', 'unshare', 'g++');
    const { code, stdout } = await checkout.run('test', { machine });
    expect([code, tallyLine(stdout)]).toEqual([0, '4 passed, 0 failed, 0 skipped']);
    expect(stdout).toMatch(/^Installing system packages: nftables util-linux g\+\+ \.\.\.\n/);
    const [update, install, next] = checkout.calls();
    expect([update?.tool, update?.args]).toEqual(['apt-get', ['-qq', 'update']]);
    expect([install?.tool, install?.args]).toEqual([
      'apt-get',
      ['-qq', 'install', '-y', '--no-install-recommends', 'nftables', 'util-linux', 'g++'],
    ]);
    expect(next?.tool).toBe('npm');
  });

  test('a library that the system does not list is installed as well', async () => {
    const checkout = new Checkout();
    checkout.planLibraries(TEST_PACKAGES.libraries.filter((name) => name !== 'libnotify.so.4'));
    const { stdout } = await checkout.run('test', { machine: lacking('ping') });
    expect(stdout).toMatch(/^Installing system packages: iputils-ping libnotify4 \.\.\.\n/);
  });

  test('what brings no command is known by a file of its own', async () => {
    const checkout = new Checkout();
    const files = { ...DEBIAN_ROOT.files, '/usr/lib/python3/dist-packages/yaml': false };
    const { stdout } = await checkout.run('test', { machine: { files } });
    expect(stdout).toMatch(/^Installing system packages: python3-yaml \.\.\.\n/);
  });

  test('servers come last, where nothing can start or enable them as services', async () => {
    const checkout = new Checkout();
    const machine = lacking('nft', 'prometheus', 'promtool', 'carbon-cache');
    const { code, stdout } = await checkout.run('test', { machine });
    expect([code, tallyLine(stdout)]).toEqual([0, '4 passed, 0 failed, 0 skipped']);
    expect(stdout).toMatch(/^Installing system packages: nftables prometheus graphite-carbon \.\.\.\n/);
    const [, plain, shielded] = checkout.calls();
    expect([plain?.tool, plain?.args.at(-1)]).toEqual(['apt-get', 'nftables']);
    expect(shielded?.tool).toBe('unshare');
    const install = ['apt-get', '-qq', 'install', '-y', '--no-install-recommends'];
    expect(shielded?.args.slice(0, 2)).toEqual(['--mount', '--']);
    expect(shielded?.args.slice(-7)).toEqual([...install, 'prometheus', 'graphite-carbon']);
  });

  test('a server that can not be installed keeps the lab from running', async () => {
    const checkout = new Checkout();
    checkout.plan({ unshare: { exit: 1 } });
    const { stdout } = await checkout.run('test', { machine: lacking('victoria-metrics') });
    expect(tallyLine(stdout)).toBe('3 passed, 0 failed, 1 skipped');
    expect(stdout).toContain(
      'Not run: apt-get -qq install -y --no-install-recommends victoria-metrics failed',
    );
  });

  test('is left alone when it is there', async () => {
    const checkout = new Checkout();
    const { stdout } = await checkout.run('test');
    expect(checkout.tools()).not.toContain('apt-get');
    expect(stdout).not.toContain('system packages');
  });

  test('is not touched by an ordinary user', async () => {
    const checkout = new Checkout();
    await checkout.run('test', { machine: { uid: 1000, ...lacking('nft') } });
    expect(checkout.tools()).not.toContain('apt-get');
  });

  test.each([
    ['', 0, '3 passed, 0 failed, 1 skipped'],
    ['true', 1, '3 passed, 1 failed, 0 skipped'],
  ])('if it can not be installed, the lab could not run (CI=%j)', async (CI, expected, line) => {
    const checkout = new Checkout();
    checkout.plan({ 'apt-get': { exit: 100, print: 'E: Unable to locate package' } });
    const { code, stdout, stderr } = await checkout.run('test', { machine: lacking('nft'), env: { CI } });
    expect([code, tallyLine(stdout)]).toEqual([expected, line]);
    expect(stdout).toContain('Not run: apt-get -qq update failed (see above).\n');
    expect(stderr).toBe('E: Unable to locate package\n');
    expect(checkout.tools()).toEqual(['apt-get', 'npm', 'tsc', 'biome', 'vitest pure']);
  });
});

describe('npm run demo', () => {
  test('gets the same as root', async () => {
    const checkout = new Checkout();
    const { code, stdout, stderr } = await checkout.run('demo', { machine: lacking('dnsmasq') });
    expect([code, stdout]).toEqual([0, 'the demo\n']);
    expect(stderr).toMatch(/^Installing system packages: dnsmasq-base \.\.\.\n/);
    expect(checkout.tools()).toEqual(['apt-get', 'apt-get', 'npm']);
  });

  test('ends with one clear line when it can not', async () => {
    const checkout = new Checkout();
    checkout.plan({ 'apt-get': { exit: 100 } });
    const { code, stdout, stderr } = await checkout.run('demo', { machine: lacking('dnsmasq') });
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/\nfaultline: apt-get -qq update failed \(see above\)\.\n$/);
    expect(checkout.tools()).toEqual(['apt-get']);
  });
});
