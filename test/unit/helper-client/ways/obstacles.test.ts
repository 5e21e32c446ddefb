import { describe, expect, test } from 'vitest';
import { HELPER_WAYS } from '../../../../main/domain/model/helper-way.ts';
import { FILE_CAPABILITY } from '../../../../main/helper-client/ways/file-capability.ts';
import { INHERITED } from '../../../../main/helper-client/ways/inherited.ts';
import { PKEXEC } from '../../../../main/helper-client/ways/pkexec.ts';
import { WAYS } from '../../../../main/helper-client/ways/registry.ts';
import { ambientOf, namesRawCapability } from '../../../../main/helper-client/ways/surroundings.ts';
import type { Surroundings } from '../../../../main/helper-client/ways/way.ts';
import { CHECKOUT, desktop, INSTALLED } from './machine.ts';

test('every way that has a name is registered, in the order in which they are tried', () => {
  expect(WAYS.map(({ name }) => name)).toEqual(HELPER_WAYS);
  expect(WAYS.filter(({ asks }) => asks).map(({ name }) => name)).toEqual(['pkexec', 'sudo-prompt']);
});

describe('inherited', () => {
  test('root, and whoever has an ambient capability, need nothing else', () => {
    expect(INHERITED.obstacle(CHECKOUT, desktop({ euid: 0 }))).toBe('');
    expect(INHERITED.obstacle(CHECKOUT, desktop({ ambient: () => [10, 13] }))).toBe('');
  });

  test('others do', () => {
    expect(INHERITED.obstacle(CHECKOUT, desktop({ ambient: () => [12] }))).toMatch(/without the right/);
    expect(INHERITED.obstacle(CHECKOUT, desktop({ euid: undefined }))).toMatch(/without the right/);
  });
});

describe('file capability', () => {
  test('an installed helper that has it', () => {
    const asked: string[] = [];
    const here = desktop({
      hasRawCapability: (file) => {
        asked.push(file);
        return true;
      },
    });
    expect(FILE_CAPABILITY.obstacle(INSTALLED, here)).toBe('');
    expect(asked).toEqual(INSTALLED.command);
  });

  test('one of which it can not be told is tried', () => {
    expect(FILE_CAPABILITY.obstacle(INSTALLED, desktop({ hasRawCapability: () => null }))).toBe('');
  });

  test('one that has it not says how it gets it', () => {
    expect(FILE_CAPABILITY.obstacle(INSTALLED, desktop())).toContain(
      'sudo setcap cap_net_raw+ep /opt/Faultline/resources/helper/faultline-helper',
    );
  });

  test('the command that gives it can be copied into a shell, wherever it is', () => {
    const program = "/home/ada/it's $(here)/faultline-helper";
    expect(FILE_CAPABILITY.obstacle({ ...INSTALLED, command: [program] }, desktop())).toContain(
      `"sudo setcap cap_net_raw+ep '/home/ada/it'\\''s $(here)/faultline-helper'"`,
    );
  });

  test('a Node is offered none, and used where it has one all the same', () => {
    for (const known of [false, null]) {
      const here = desktop({ hasRawCapability: () => known });
      expect(FILE_CAPABILITY.obstacle(CHECKOUT, here)).toMatch(/only an installed helper/);
    }
    expect(FILE_CAPABILITY.obstacle(CHECKOUT, desktop({ hasRawCapability: () => true }))).toBe('');
  });

  test('nowhere but on Linux', () => {
    const here = desktop({ platform: 'darwin', hasRawCapability: () => true });
    expect(FILE_CAPABILITY.obstacle(INSTALLED, here)).toMatch(/only Linux/);
  });
});

describe('pkexec', () => {
  test('a desktop of either kind that has it', () => {
    expect(PKEXEC.obstacle(CHECKOUT, desktop())).toBe('');
    expect(PKEXEC.obstacle(INSTALLED, desktop({ env: { WAYLAND_DISPLAY: 'wayland-0' } }))).toBe('');
  });

  test.each<[string, Partial<Surroundings>, RegExp]>([
    ['none is installed', { exists: () => false }, /^the program pkexec is missing; the package/],
    ['only PATH knows one', { exists: (path) => path === '/home/ada/bin/pkexec' }, /pkexec is missing/],
    ['there is no desktop', { env: { DISPLAY: '' } }, /no desktop here/],
    ['another system', { platform: 'darwin' }, /only Linux/],
    ['root', { euid: 0 }, /runs as root/],
  ])('not where %s', (_, over, words) => {
    expect(PKEXEC.obstacle(CHECKOUT, desktop(over))).toMatch(words);
  });
});

describe('what tells of capabilities', () => {
  test.each([
    ['CapPrm:\t0000000000000000\nCapAmb:\t0000000000002000\n', [13]],
    ['CapAmb:\t000001ffffffffff\n', Array.from({ length: 41 }, (_, bit) => bit)],
    ['CapAmb:\t0000000000000000\n', []],
    ['CapInh:\t0000000000002000\n', []],
    ['CapAmb:\tzzz\n', []],
    ['', []],
  ])('the status %j', (status, capabilities) => {
    expect(ambientOf(status)).toEqual(capabilities);
  });

  test.each([
    [' cap_net_raw=ep\n', true],
    [' cap_net_raw=pe\n', true],
    [' = cap_net_raw+ep\n', true],
    [' cap_net_admin,cap_net_raw=eip\n', true],
    [' cap_net_raw,cap_sys_nice=ep\n', true],
    // Permitted alone has to be raised by the program, which Node can't.
    [' cap_net_raw=p\n', false],
    [' cap_net_raw=i\n', false],
    [' =ep\n', true],
    [' cap_net_bind_service=ep\n', false],
    [' cap_net_bind_service=ep cap_net_raw=p\n', false],
    ['', false],
  ])('getcap %j: %s', (printed, hasIt) => {
    expect(namesRawCapability(printed)).toBe(hasIt);
  });
});
