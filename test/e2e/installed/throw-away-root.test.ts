import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { startThrowAwayRoot, type ThrowAwayRoot } from '../../support/root/throw-away-root.ts';

let lab: HomeLab;
let root: ThrowAwayRoot;
beforeAll(async () => {
  lab = await startHome();
  root = await startThrowAwayRoot(lab);
});
afterAll(async () => {
  await root.stop();
  await lab.stop();
});

const CHECKOUT = fileURLToPath(new URL('../../..', import.meta.url));

test('what is written inside is not written here, and the checkout is not there', async () => {
  const before = statSync('/opt').mtimeMs;
  await root.must(['sh', '-c', 'echo inside > /opt/faultline-probe && rm -rf /usr/share/doc/bash']);
  expect(readFileSync(root.path('/opt/faultline-probe'), 'utf8')).toBe('inside\n');
  expect(existsSync('/opt/faultline-probe')).toBe(false);
  expect(statSync('/opt').mtimeMs).toBe(before);
  // An empty folder, or none: it depends on where the checkout lies.
  expect((await root.exec(['ls', '-A', CHECKOUT])).stdout).toBe('');
});

test('the network is that of the pc, and nothing else', async () => {
  const inside = await root.must(['ip', '-brief', 'address']);
  const pc = await lab.exec('pc', ['ip', '-brief', 'address']);
  expect(inside).toBe(pc.stdout);
});

test('a person is nobody special, may make user namespaces, and gets a capability by a file that has one', async () => {
  const ada = await root.addPerson('ada');
  const id = await root.must(['id'], { as: ada });
  expect(id.trim()).toBe(`uid=${ada.uid}(ada) gid=${ada.gid}(ada) groups=${ada.gid}(ada)`);
  expect(await root.must(['sh', '-c', 'grep -E "^Cap(Prm|Eff|Amb)" /proc/self/status'], { as: ada })).toMatch(
    /^(Cap...:\t0{16}\n){3}$/,
  );
  expect((await root.exec(['touch', '/opt/by-ada'], { as: ada })).stderr).toContain('Permission denied');
  expect((await root.must(['unshare', '--user', '--map-root-user', 'id', '-u'], { as: ada })).trim()).toBe(
    '0',
  );

  await root.must(['cp', '/usr/bin/cat', '/opt/cat']);
  await root.must(['setcap', 'cap_net_raw+ep', '/opt/cat']);
  const status = await root.must(['/opt/cat', '/proc/self/status'], { as: ada });
  expect(/^CapEff:\t(\w+)$/m.exec(status)?.[1]).toBe('0000000000002000');
});

test('a command that fails is told with what it said', async () => {
  await expect(root.must(['sh', '-c', 'echo no >&2; exit 3'])).rejects.toThrow(/ended with 3:\nno/);
  await expect(startThrowAwayRoot(lab, ['/nonexistent/folder'])).rejects.toThrow(/nonexistent/);
});
