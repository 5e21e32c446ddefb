import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { Checkout } from './checkout.ts';

vi.setConfig({ testTimeout: 60_000 });

const INSTALLING = 'Installing packages (npm ci) ...\n';
const BUILDING = 'Building ...\n';
const NO_DISPLAY = 'No display here: starting the headless monitor.\n';
/** raw-socket is not among what the stand-in installs. */
const NO_RAW_SOCKET =
  /raw-socket did not build: ICMP will come from the system ping\. The way out:\n[^\n]+\n/;

/** A checkout on which everything was made ready by a first start. */
async function readyCheckout(): Promise<Checkout> {
  const checkout = new Checkout();
  const { code } = await checkout.run('start');
  if (code !== 0) throw new Error(`the first start ended with ${code}`);
  checkout.calls();
  return checkout;
}

/** What a start that ends well says it does. */
async function start(checkout: Checkout): Promise<{ told: string; tools: readonly string[] }> {
  const { code, stdout, stderr } = await checkout.run('start');
  expect([code, stdout]).toEqual([0, 'monitor\n']);
  return { told: stderr.replace(NO_RAW_SOCKET, ''), tools: checkout.tools() };
}

const builtBundle = (checkout: Checkout): string =>
  readFileSync(join(checkout.root, 'dist/faultline.mjs'), 'utf8');

describe('npm start on a fresh clone', () => {
  test('installs, builds and starts, and says each; output is the monitor`s alone', async () => {
    const checkout = new Checkout();
    const { code, stdout, stderr } = await checkout.run('start', { args: ['--json', '--duration', '6'] });
    expect([code, stdout]).toEqual([0, 'monitor --json --duration 6\n']);
    expect(stderr).toMatch(NO_RAW_SOCKET);
    expect(stderr.replace(NO_RAW_SOCKET, '')).toBe(INSTALLING + BUILDING + NO_DISPLAY);
    const [npm, ...others] = checkout.calls();
    expect(npm).toMatchObject({ tool: 'npm', packagesThere: false });
    // With the development packages, also where NODE_ENV leaves them out: building needs them.
    expect(npm?.args).toEqual(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    expect(others).toEqual([]);
  });

  test('with an old Node says which one it needs, and does nothing', async () => {
    const checkout = new Checkout();
    for (const nodeVersion of ['18.20.4', '20.18.1']) {
      const { code, stdout, stderr } = await checkout.run('start', { machine: { nodeVersion } });
      const told = `faultline: Faultline needs Node 20.19 or newer; this is ${nodeVersion}.\n`;
      expect({ code, stdout, stderr }).toEqual({ code: 4, stdout: '', stderr: told });
    }
    expect(checkout.tools()).toEqual([]);
  });
});

describe('npm start again', () => {
  test('neither installs nor builds', async () => {
    const checkout = await readyCheckout();
    expect(await start(checkout)).toEqual({ told: NO_DISPLAY, tools: [] });
  });

  test('nor does npm test, or any other command, after it', async () => {
    const checkout = await readyCheckout();
    const { stdout } = await checkout.run('test');
    expect(stdout).toMatch(/^\n== types\n/);
    expect(checkout.tools()).not.toContain('npm');
    const { stdout: said, stderr } = await checkout.run('faultline', { args: ['doctor'] });
    expect([said, stderr]).toEqual(['doctor\n', '']);
    expect(checkout.tools()).toEqual([]);
  });

  test('builds, and does not install, when a source changed', async () => {
    const checkout = await readyCheckout();
    for (const path of [
      'helper/index.ts',
      'main/cli/index.ts',
      'main/history/worker.ts',
      'test/lab/demo.ts',
    ]) {
      checkout.append(path, '// A change.\n');
      expect(await start(checkout), path).toEqual({ told: BUILDING + NO_DISPLAY, tools: [] });
    }
    expect(await start(checkout)).toEqual({ told: NO_DISPLAY, tools: [] });
  });

  test('builds when a source came or went', async () => {
    const checkout = await readyCheckout();
    for (const path of ['main/cli/added.ts', 'renderer/added/style.css']) {
      checkout.write(path, '');
      expect(await start(checkout), path).toEqual({ told: BUILDING + NO_DISPLAY, tools: [] });
      checkout.remove(path);
      expect(await start(checkout), path).toEqual({ told: BUILDING + NO_DISPLAY, tools: [] });
    }
  });

  test('builds what the change says', async () => {
    const checkout = await readyCheckout();
    checkout.write('main/cli/index.ts', "process.stdout.write('changed\\n');\n");
    expect((await checkout.run('start')).stdout).toBe('changed\n');
  });

  test('does nothing when another file changed', async () => {
    const checkout = await readyCheckout();
    for (const path of ['README.md', 'docs/cli.md', 'test/unit/a.test.ts']) checkout.write(path, 'text\n');
    expect(await start(checkout)).toEqual({ told: NO_DISPLAY, tools: [] });
  });

  test('installs, and does not build, when package-lock.json changed', async () => {
    const checkout = await readyCheckout();
    checkout.write('package-lock.json', '{ "lockfileVersion": 3 }\n');
    expect(await start(checkout)).toEqual({ told: INSTALLING + NO_DISPLAY, tools: ['npm'] });
    expect(await start(checkout)).toEqual({ told: NO_DISPLAY, tools: [] });
  });

  test('installs when the checkout came from another system', async () => {
    const checkout = await readyCheckout();
    const { code, stderr } = await checkout.run('start', { machine: { platform: 'darwin' } });
    expect([code, stderr.startsWith(INSTALLING)]).toEqual([0, true]);
    expect(checkout.tools()).toEqual(['npm']);
  });

  test('installs when a compiler came that raw-socket may want', async () => {
    const checkout = new Checkout();
    await checkout.run('start', { machine: { commands: { python3: true, make: true, 'g++': false } } });
    checkout.calls();
    expect(await start(checkout)).toEqual({ told: INSTALLING + NO_DISPLAY, tools: ['npm'] });
  });
});

describe('what somebody deleted comes back', () => {
  test('packages', async () => {
    const checkout = await readyCheckout();
    for (const path of ['node_modules', 'node_modules/esbuild', 'node_modules/zod/package.json']) {
      checkout.remove(path);
      expect(await start(checkout), path).toEqual({ told: INSTALLING + NO_DISPLAY, tools: ['npm'] });
      expect(checkout.has(path)).toBe(true);
    }
  });

  test('what was built', async () => {
    const checkout = await readyCheckout();
    const bundles = ['faultline.mjs', 'helper.cjs', 'history-worker.mjs', 'metrics-worker.mjs', 'demo.mjs'];
    const [icon] = checkout.list('dist/icons').filter((name) => name.endsWith('.png'));
    for (const name of ['', ...bundles, `icons/${icon}`]) {
      checkout.remove(`dist/${name}`);
      expect(await start(checkout), name).toEqual({ told: BUILDING + NO_DISPLAY, tools: [] });
      expect(checkout.has(`dist/${name}`)).toBe(true);
    }
  });

  test('.cache', async () => {
    const checkout = await readyCheckout();
    checkout.remove('.cache');
    expect(await start(checkout)).toEqual({ told: INSTALLING + BUILDING + NO_DISPLAY, tools: ['npm'] });
  });
});

describe('a step that failed', () => {
  const CI_FAILED =
    'faultline: npm ci failed (see above). Check the network and the disk, then run this again.';

  test.each([{ exit: 1, print: 'npm error code ENOTFOUND' }, { signal: 'SIGKILL' as const }])(
    'npm ci (%j) is one clear line after npm`s own, code 4, and is done again',
    async (act) => {
      const checkout = new Checkout();
      checkout.plan({ npm: act });
      const { code, stdout, stderr } = await checkout.run('start');
      const own = act.print === undefined ? '' : `${act.print}\n`;
      expect({ code, stdout, stderr }).toEqual({
        code: 4,
        stdout: '',
        stderr: `${INSTALLING}${own}${CI_FAILED}\n`,
      });
      checkout.plan({ npm: {} });
      checkout.calls();
      expect(await start(checkout)).toEqual({ told: INSTALLING + BUILDING + NO_DISPLAY, tools: ['npm'] });
    },
  );

  test('a node_modules that is a link to another folder: nothing is installed, and that folder keeps what it has', async () => {
    const checkout = new Checkout();
    checkout.write('elsewhere/kept', 'of another checkout\n');
    checkout.link('node_modules', join(checkout.root, 'elsewhere'));
    const { code, stderr } = await checkout.run('start');
    expect(code).toBe(4);
    expect(stderr).toContain('node_modules is a link');
    expect([checkout.tools(), checkout.list('elsewhere')]).toEqual([[], ['kept']]);
  });

  test('npm ci that failed on a new lock file is not done for the old one either', async () => {
    const checkout = await readyCheckout();
    checkout.write('package-lock.json', '{ "lockfileVersion": 3 }\n');
    checkout.plan({ npm: { exit: 1 } });
    expect((await checkout.run('start')).code).toBe(4);
    checkout.write('package-lock.json', '{}\n');
    checkout.plan({ npm: {} });
    checkout.calls();
    expect((await start(checkout)).tools).toEqual(['npm']);
  });

  test('no npm at all is one clear line', async () => {
    const checkout = new Checkout();
    checkout.remove('stand-ins/npm');
    const { code, stdout, stderr } = await checkout.run('start');
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toBe(`${INSTALLING}faultline: npm could not be started: spawnSync npm ENOENT\n`);
  });

  test('the build ends with one clear line after the place, code 4, and is done again; what was built stays', async () => {
    const checkout = await readyCheckout();
    const before = builtBundle(checkout);
    checkout.write('main/cli/index.ts', 'export const half = ;\n');
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { code, stdout, stderr } = await checkout.run('start');
      expect([code, stdout]).toEqual([4, '']);
      expect(stderr).toMatch(/^Building \.\.\.\n/);
      expect(stderr).toMatch(/main\/cli\/index\.ts:1:20/);
      expect(stderr).toMatch(/\nfaultline: The build failed \(see above\)\.\n$/);
      expect(stderr).not.toMatch(/\n {4}at /);
    }
    expect(builtBundle(checkout)).toBe(before);
    checkout.write('main/cli/index.ts', "process.stdout.write('monitor\\n');\n");
    expect(await start(checkout)).toEqual({ told: BUILDING + NO_DISPLAY, tools: [] });
  });

  test('the build leaves no half-built bundle behind', async () => {
    const checkout = await readyCheckout();
    const built = checkout.list('dist');
    checkout.write('helper/index.ts', 'export const half = ;\n');
    await checkout.run('start');
    expect(checkout.list('dist')).toEqual(built);
  });

  test('a folder for stamps that can not be written is one clear line', async () => {
    const checkout = new Checkout();
    checkout.write('.cache', 'a file where the folder should be\n');
    const { code, stdout, stderr } = await checkout.run('start');
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toMatch(/^faultline: [^\n]*\.cache can't be written [^\n]+\n$/);
    expect(checkout.tools()).toEqual([]);
  });
});
