import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Where the package would be. */
let place: string;
/** Stand-ins for what the scripts call: each writes down its words. */
let commands: string;
let app: string;
let profile: string;

beforeEach(() => {
  place = temporaryFolder();
  commands = join(place, 'commands');
  app = join(place, 'opt/Faultline');
  profile = join(place, 'etc/apparmor.d/faultline');
  for (const folder of [commands, join(app, 'resources/helper'), join(place, 'etc/apparmor.d')]) {
    mkdirSync(folder, { recursive: true });
  }
  for (const file of ['resources/helper/faultline-helper', 'resources/helper/raw.node', 'chrome-sandbox']) {
    writeFileSync(join(app, file), file);
    chmodSync(join(app, file), 0o600);
  }
  writeFileSync(join(app, 'resources/apparmor-profile'), 'profile');
  put('setcap', 'exit 0');
  put('getcap', 'echo "$1 cap_net_raw=ep"');
  put('apparmor_parser', 'exit 1');
});

function put(name: string, body: string): void {
  const file = join(commands, name);
  writeFileSync(file, `#!/bin/sh\necho "${name} $*" >> ${join(place, 'calls')}\n${body}\n`);
  chmodSync(file, 0o755);
}

const calls = (): string => {
  const file = join(place, 'calls');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};
const modeOf = (file: string): string => (statSync(join(app, file)).mode & 0o7777).toString(8);

/** As dpkg runs them, but for where the package is. */
function run(script: 'after-install' | 'before-remove' | 'after-remove', ...words: readonly string[]) {
  const text = readFileSync(`assets/linux/${script}.sh`, 'utf8')
    .replaceAll('$' + '{executable}', 'faultline')
    .replaceAll('$' + '{sanitizedProductName}', 'Faultline')
    .replaceAll('/opt/Faultline', app)
    .replaceAll('@APP@', app)
    .replaceAll('/etc/apparmor.d', join(place, 'etc/apparmor.d'))
    .replaceAll('/sys/kernel/security/apparmor', join(place, 'apparmor'))
    .replaceAll('/usr/bin/ischroot', join(commands, 'ischroot'))
    .replaceAll('/var/cache/apparmor', join(place, 'cache'));
  const { status, stdout, stderr } = spawnSync('sh', ['-c', text, script, ...words], {
    encoding: 'utf8',
    env: { PATH: `${commands}:/usr/sbin:/usr/bin:/sbin:/bin` },
  });
  return { code: status, stdout, stderr };
}

describe('after the files are in their place', () => {
  test('the helper gets one right and nothing else, and belongs to root', () => {
    expect(run('after-install', 'configure')).toEqual({ code: 0, stdout: '', stderr: '' });
    const helper = join(app, 'resources/helper/faultline-helper');
    expect(calls().split('\n')).toContain(`setcap cap_net_raw+ep ${helper}`);
    expect(calls().match(/^setcap/gm)).toHaveLength(1);
    expect(modeOf('resources/helper/faultline-helper')).toBe('755');
    expect(modeOf('resources/helper/raw.node')).toBe('644');
    expect(statSync(helper).uid).toBe(0);
  });

  test('really: by the system`s own setcap', () => {
    execFileSync('rm', [join(commands, 'setcap'), join(commands, 'getcap')]);
    expect(run('after-install', 'configure')).toMatchObject({ code: 0, stderr: '' });
    const helper = join(app, 'resources/helper/faultline-helper');
    const said = execFileSync('/usr/sbin/getcap', [helper], { encoding: 'utf8' });
    expect(said.trim()).toBe(`${helper} cap_net_raw=ep`);
  });

  test.each([
    ['the file system keeps no rights', 'setcap', 'exit 1'],
    ['it kept another one', 'getcap', 'echo "$1 cap_net_admin,cap_net_raw=ep"'],
    ['it kept none', 'getcap', 'exit 0'],
  ])('%s: it says so, and the installation goes on', (_what, command, body) => {
    put(command, body);
    const { code, stderr } = run('after-install', 'configure');
    expect(code).toBe(0);
    expect(stderr).toBe(
      "faultline: the helper can't be given its right here: Faultline will ask for a password instead\n",
    );
    expect(modeOf('chrome-sandbox')).toBe('755');
  });

  test('a missing program is a sentence too, not an end', () => {
    execFileSync('rm', [join(app, 'chrome-sandbox')]);
    const { code, stderr } = run('after-install', 'configure');
    expect(code).toBe(0);
    expect(stderr).toContain('chrome-sandbox');
  });

  test('an AppArmor that knows the profile gets it, one that is too old does not', () => {
    expect(run('after-install', 'configure').code).toBe(0);
    expect(existsSync(profile)).toBe(false);
    put('apparmor_parser', 'exit 0');
    expect(run('after-install', 'configure')).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(profile, 'utf8')).toBe('profile');
    expect((statSync(profile).mode & 0o777).toString(8)).toBe('644');
  });
});

test('an AppArmor that runs is told, and keeps no copy that would outlive the package', () => {
  mkdirSync(join(place, 'apparmor'));
  put('apparmor_parser', 'exit 0');
  expect(run('after-install', 'configure')).toMatchObject({ code: 0, stderr: '' });
  expect(calls().trimEnd().split('\n').at(-1)).toBe(`apparmor_parser --replace --skip-cache ${profile}`);
});

describe('before the files go', () => {
  test.each(['upgrade', 'remove', 'deconfigure', '0'])('the right of the old file goes for "%s"', (word) => {
    expect(run('before-remove', word)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(calls()).toBe(`setcap -r ${join(app, 'resources/helper/faultline-helper')}\n`);
  });

  test.each(['failed-upgrade', '1', ''])('and stays for "%s"', (word) => {
    expect(run('before-remove', word)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(calls()).toBe('');
  });

  test('a file that never had one, or is gone, is no failure', () => {
    put('setcap', 'echo no such right >&2; exit 1');
    expect(run('before-remove', 'remove')).toEqual({ code: 0, stdout: '', stderr: '' });
    execFileSync('rm', [join(app, 'resources/helper/faultline-helper')]);
    expect(run('before-remove', 'remove')).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('after the files are gone', () => {
  beforeEach(() => writeFileSync(profile, 'profile'));

  test('what the system has cached of the profile is gone as well, and of no other', () => {
    const cache = join(place, 'cache/26b63962.0');
    mkdirSync(cache, { recursive: true });
    for (const name of ['faultline', 'firefox']) writeFileSync(join(cache, name), '');
    expect(run('after-remove', 'purge')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readdirSync(cache)).toEqual(['firefox']);
  });

  test.each(['upgrade', 'failed-upgrade', 'abort-install', 'abort-upgrade', '1', ''])(
    'nothing is taken away for "%s": another version is there',
    (word) => {
      expect(run('after-remove', word)).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(existsSync(profile)).toBe(true);
    },
  );

  test.each(['remove', 'purge', '0'])('nothing is left for "%s", also the second time', (word) => {
    expect(run('after-remove', word).code).toBe(0);
    expect(existsSync(profile)).toBe(false);
    expect(run('after-remove', word)).toMatchObject({ code: 0, stderr: '' });
  });
});
