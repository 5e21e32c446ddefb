import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { withoutServices } from '../../../../scripts/system-packages.mjs';
import type { ThrowAwayRoot } from '../../../support/root/throw-away-root.ts';
import { startThrowAwayRoot } from '../../../support/root/throw-away-root.ts';
import type { Lab } from '../../net/lab.ts';
import { startLab } from '../../net/lab.ts';
import { line } from '../../net/topologies.ts';

const NAME = 'faultline-test-service';

/** A package with a service, whose script does what those of Debian's servers do. */
const FILES = {
  'DEBIAN/control': `Package: ${NAME}
Version: 1
Architecture: all
Maintainer: Nobody <nobody@localhost>
Description: a service that only says that it was started
`,
  'DEBIAN/postinst': `#!/bin/sh
set -e
deb-systemd-helper unmask ${NAME}.service >/dev/null || true
if deb-systemd-helper --quiet was-enabled ${NAME}.service; then
  deb-systemd-helper enable ${NAME}.service >/dev/null || true
else
  deb-systemd-helper update-state ${NAME}.service >/dev/null || true
fi
update-rc.d ${NAME} defaults >/dev/null
invoke-rc.d --skip-systemd-native ${NAME} start || exit 1
if [ -d /run/systemd/system ]; then
  deb-systemd-invoke start ${NAME}.service >/dev/null || true
fi
`,
  [`etc/init.d/${NAME}`]: `#!/bin/sh
### BEGIN INIT INFO
# Provides:          ${NAME}
# Required-Start:
# Required-Stop:
# Default-Start:     2 3 4 5
# Default-Stop:      0 1 6
# Short-Description: says that it was started
### END INIT INFO
touch /run/started
`,
  [`lib/systemd/system/${NAME}.service`]: `[Service]
ExecStart=/bin/true
[Install]
WantedBy=multi-user.target
`,
};

let lab: Lab;
beforeAll(async () => {
  lab = await startLab(line(0));
});
afterAll(() => lab.stop());

async function startMachine(): Promise<ThrowAwayRoot> {
  const root = await startThrowAwayRoot(lab);
  onTestFinished(() => root.stop());
  // Images of containers often have one that starts nothing at all: then there would be nothing to see.
  rmSync(root.path('/usr/sbin/policy-rc.d'), { force: true });
  for (const [path, text] of Object.entries(FILES)) {
    const file = root.path(`/tmp/package/${path}`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: /postinst|init\.d/.test(path) ? 0o755 : 0o644 });
  }
  await root.must(['dpkg-deb', '--root-owner-group', '--build', '/tmp/package', '/tmp/service.deb']);
  return root;
}

function traces(root: ThrowAwayRoot): object {
  const has = (folder: string): boolean =>
    readdirSync(root.path(folder)).some((name) => name.endsWith(NAME) || name.startsWith(NAME));
  return {
    started: existsSync(root.path('/run/started')),
    atBoot: has('/etc/systemd/system/multi-user.target.wants') || has('/etc/rc2.d'),
  };
}

const INSTALL = ['dpkg', '-i', '/tmp/service.deb'];
/** As on a machine that has booted: without a runlevel no service is started anyway. */
const BOOTED = { env: { RUNLEVEL: '2', PREVLEVEL: 'N' } };
const state = (root: ThrowAwayRoot): Promise<string> =>
  root.must(['dpkg-query', '-W', '-f=$' + '{Status}', NAME]);

describe('servers for the tests are installed', () => {
  test('which by itself starts and enables them', async () => {
    const root = await startMachine();
    await root.must(INSTALL, BOOTED);
    expect(traces(root)).toEqual({ started: true, atBoot: true });
  });

  test('without one of them being started, now or at the next boot', async () => {
    const root = await startMachine();
    await root.must(withoutServices(INSTALL), BOOTED);
    expect(await state(root)).toBe('install ok installed');
    expect(traces(root)).toEqual({ started: false, atBoot: false });
    // The tools themselves are what they were: whatever is installed afterwards is enabled as ever.
    await root.must(['update-rc.d', NAME, 'defaults']);
    await root.must(['invoke-rc.d', NAME, 'start'], BOOTED);
    expect(traces(root)).toEqual({ started: true, atBoot: true });
  });

  test('and a failure of the installation is one of the whole', async () => {
    const root = await startMachine();
    rmSync(root.path('/tmp/service.deb'));
    expect((await root.exec(withoutServices(INSTALL))).code).not.toBe(0);
    expect((await root.exec(withoutServices(['false']))).code).toBe(1);
  });
});
