import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ensureElectron } from '../../../scripts/electron.mjs';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { type DesktopHome, makeDesktopHome } from '../../support/desktop/launch.ts';
import { type DesktopSession, startDesktopSession } from '../../support/desktop/session.ts';
import { type BuiltPackages, builtPackages } from '../../support/package/built-packages.ts';
import { listeningPorts, type StartedApp, startProgram, windowOpen } from '../../support/package/started.ts';

let built: BuiltPackages;
let lab: HomeLab;
let session: DesktopSession;
beforeAll(async () => {
  [built, lab, session] = await Promise.all([builtPackages(), startHome(), startDesktopSession()]);
}, 600_000);
afterAll(() => Promise.all([lab?.stop(), session?.stop()]));

const PORT = 9222;

function freshHome(): DesktopHome {
  const home = makeDesktopHome();
  onTestFinished(() => home.remove());
  writeFileSync(home.configFile, JSON.stringify({ anchors: lab.anchors, portalUrl: lab.portalUrl }));
  return home;
}

interface Given {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

async function started(program: readonly string[], given: Given): Promise<StartedApp> {
  const app = startProgram(lab, program, { session, home: freshHome(), ...given });
  onTestFinished(async () => {
    await app.end();
  });
  await windowOpen(app);
  return app;
}

const packaged = (given: Given): Promise<StartedApp> => started([join(built.directory, 'faultline')], given);

/** A module that leaves a trace when it is loaded. */
function tellTale(): { readonly module: string; readonly trace: string } {
  const { folder, remove } = makeDesktopHome();
  onTestFinished(remove);
  mkdirSync(folder, { recursive: true });
  const [module, trace] = [join(folder, 'tell.cjs'), join(folder, 'loaded')];
  writeFileSync(module, `require('node:fs').writeFileSync(${JSON.stringify(trace)}, '');`);
  return { module, trace };
}

describe('the packaged app has no debugger', () => {
  test.each<Given>([
    { args: [`--remote-debugging-port=${PORT}`] },
    {
      args: [
        '--remote-debugging-address=0.0.0.0',
        `--remote-debugging-port=${PORT}`,
        '--remote-allow-origins=*',
      ],
    },
    { args: [`-remote-debugging-port=${PORT}`] },
    { args: [` --remote-debugging-port=${PORT}`] },
    { args: [`--inspect=${PORT}`] },
    { args: [`--inspect-brk=${PORT}`] },
    { env: { NODE_OPTIONS: `--inspect=${PORT}` } },
  ])('for %j', async (given) => {
    const app = await packaged(given);
    expect(listeningPorts(app.pid)).toEqual([]);
    expect(app.output()).not.toMatch(/(DevTools|Debugger) listening/);
  });

  test('and none after SIGUSR1, which does not end it either', async () => {
    const app = await packaged({});
    process.kill(app.pid, 'SIGUSR1');
    // It ends in order afterwards: so it has taken the first signal, and gone on.
    expect(listeningPorts(app.pid)).toEqual([]);
    expect(await app.end()).toBe(0);
    expect(app.output()).not.toMatch(/(DevTools|Debugger) listening/);
  });

  test('while the same Electron with the checkout opens one: this test can see it', async () => {
    const { executable } = await ensureElectron({ say: () => undefined });
    const app = await started([executable, '.'], { args: [`--remote-debugging-port=${PORT}`] });
    expect(listeningPorts(app.pid)).toEqual([PORT]);
  });
});

describe('it runs nobody else`s code', () => {
  test('as a plain Node', async () => {
    const { module, trace } = tellTale();
    const program = ['env', 'ELECTRON_RUN_AS_NODE=1', join(built.directory, 'faultline')];
    const ran = await lab.exec('pc', [...program, '--no-sandbox', '--', module]);
    expect(existsSync(trace)).toBe(false);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(`unknown command ${module}`);
  });

  test('by NODE_OPTIONS', async () => {
    const { module, trace } = tellTale();
    const ran = await lab.exec('pc', [join(built.directory, 'resources/bin/faultline'), '--version'], {
      env: { NODE_OPTIONS: `--require ${module}` },
    });
    expect(ran).toMatchObject({ code: 0, stdout: '0.1.0\n' });
    expect(existsSync(trace)).toBe(false);
  });

  test('named on its command line', async () => {
    const { module, trace } = tellTale();
    const app = await packaged({ args: [module] });
    expect(await app.end()).toBe(0);
    expect(existsSync(trace)).toBe(false);
  });
});
