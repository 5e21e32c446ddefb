import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { artifact } from '../../../main/artifact.ts';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import {
  type DesktopHome,
  launchDesktop,
  makeDesktopHome,
  type RunningDesktop,
} from '../../support/desktop/launch.ts';
import { type DesktopSession, startDesktopSession } from '../../support/desktop/session.ts';

let lab: HomeLab;
let session: DesktopSession;
let home: DesktopHome;
let desktop: RunningDesktop;
let page: Page;
beforeAll(async () => {
  [lab, session] = await Promise.all([startHome(), startDesktopSession()]);
  home = makeDesktopHome();
  desktop = await launchDesktop(lab, { session, home });
  page = await desktop.window('dashboard');
});
afterAll(async () => {
  await desktop?.kill('SIGKILL');
  await Promise.all([lab.stop(), session.stop()]);
  home.remove();
});

/** Runs a script as the page's own: what it evaluates to, or the name of what it threw. */
const inPage = (script: string): Promise<unknown> =>
  page.evaluate(`(async () => { try { return await (${script}); } catch (error) { return error.name; } })()`);

/** What the page is refused by its policy, by directive. */
const violation = (script: string): Promise<unknown> =>
  inPage(`new Promise((resolve) => {
    addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective), { once: true });
    ${script}
  })`);

describe('the page has', () => {
  test.each(['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'])(
    'no %s',
    async (name) => {
      expect(await inPage(`typeof globalThis[${JSON.stringify(name)}]`)).toBe('undefined');
    },
  );

  test('two functions and nothing else of ours, and can change neither', async () => {
    expect(await inPage('Object.keys(window.faultline).sort()')).toEqual(['ask', 'on']);
    expect(await inPage('(window.faultline.ask = () => 1, window.faultline.ask(1))')).not.toBe(1);
  });

  test('an origin of its own, secure', async () => {
    expect(await inPage('[location.origin, isSecureContext]')).toEqual(['faultline://app', true]);
  });
});

describe('the policy refuses', () => {
  // In a task of the page's own: what the driver itself evaluates is let off.
  test.each(["eval('1')", "new Function('return 1')()", "setTimeout('window.hacked = 1')"])(
    '%s',
    async (code) => {
      const outcome = await inPage(`new Promise((resolve) => setTimeout(() => {
      try { ${code}; resolve('ran'); } catch (error) { resolve(error.name); }
    }))`);
      expect(outcome).toMatch(/^(Eval|Type)Error$/);
    },
  );

  test('inline script', async () => {
    await inPage(`(() => {
      const script = document.createElement('script');
      try { script.textContent = 'window.hacked = 1'; } catch {}
      document.head.append(script);
    })()`);
    expect(await inPage('typeof window.hacked')).toBe('undefined');
  });

  test('markup from text', async () => {
    expect(await inPage("document.createElement('div').innerHTML = '<b>x</b>'")).toBe('TypeError');
  });

  test('inline style, and styles from elsewhere', async () => {
    expect(
      await violation(
        "const style = document.createElement('style'); style.textContent = 'p{}'; document.head.append(style);",
      ),
    ).toBe('style-src-elem');
  });

  test.each([
    'http://192.0.2.1/',
    'https://example.com/',
    'faultline://app/dashboard.html',
    'file:///etc/passwd',
  ])('fetching %s', async (url) => {
    expect(await inPage(`fetch(${JSON.stringify(url)})`)).toBe('TypeError');
  });

  test('images, frames, sockets and workers from elsewhere', async () => {
    expect(await violation("new Image().src = 'http://192.0.2.1/x.png';")).toBe('img-src');
    expect(
      await violation(
        "const frame = document.createElement('iframe'); frame.src = 'https://example.com'; document.body.append(frame);",
      ),
    ).toBe('frame-src');
    expect(await violation("try { new WebSocket('ws://192.0.2.1/'); } catch {}")).toBe('connect-src');
    expect(await inPage("new Worker('data:text/javascript,1').constructor.name")).not.toBe('Worker');
  });
});

describe('the window', () => {
  test('opens no other window', async () => {
    const before = await desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    expect(await inPage("window.open('https://example.com')")).toBeNull();
    expect(await inPage("window.open('faultline://app/settings.html')")).toBeNull();
    expect(await desktop.inMain(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(before);
  });

  test.each([
    'https://example.com/',
    'faultline://app/settings.html',
    'file:///etc/passwd',
    'data:text/html,x',
  ])('does not go to %s', async (url) => {
    await inPage(`(() => { location.href = ${JSON.stringify(url)}; })()`);
    // A navigation that is let through would have begun by the time a later task of the page has run.
    await inPage('new Promise((resolve) => setTimeout(resolve, 300))');
    expect(page.url()).toBe('faultline://app/dashboard.html');
    expect(await inPage('location.href')).toBe('faultline://app/dashboard.html');
  });

  test.each(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'])(
    'is not permitted %s',
    async (name) => {
      const state = await inPage(
        `navigator.permissions.query({ name: ${JSON.stringify(name)} }).then(({ state }) => state)`,
      );
      expect(state).toBe('denied');
    },
  );

  test('gets no camera and no notification by asking', async () => {
    expect(await inPage('navigator.mediaDevices.getUserMedia({ video: true })')).toMatch(/Error$/);
    expect(await inPage('Notification.requestPermission()')).toBe('denied');
  });

  test('downloads nothing', async () => {
    await inPage(`(() => {
      const link = document.createElement('a');
      link.href = 'faultline://app/dashboard.js';
      link.download = 'x.js';
      link.click();
    })()`);
    await inPage('new Promise((resolve) => setTimeout(resolve, 300))');
    expect(existsSync(`${home.folder}/Downloads/x.js`)).toBe(false);
    expect(page.url()).toBe('faultline://app/dashboard.html');
  });

  test('is sandboxed and isolated, whatever the defaults become', async () => {
    const preferences = await desktop.inMain(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const last: unknown =
        contents === undefined ? null : Reflect.get(contents, 'getLastWebPreferences')?.call(contents);
      return JSON.parse(JSON.stringify(last));
    });
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
  });
});

test('no request but for our own files leaves the session, whoever makes it', async () => {
  const outcome = await desktop.inMain(async ({ BrowserWindow, session }) => {
    const own = BrowserWindow.getAllWindows()[0]?.webContents.session;
    const attempts = [own, session.defaultSession].map((one) =>
      one?.fetch('http://192.0.2.1/').then(
        (response) => `answered ${response.status}`,
        (error) => String(error),
      ),
    );
    return Promise.all(attempts);
  });
  expect(outcome).toEqual([
    expect.stringContaining('ERR_BLOCKED_BY_CLIENT'),
    expect.stringContaining('ERR_BLOCKED_BY_CLIENT'),
  ]);
});

describe('a question is refused', () => {
  const REFUSED = 'This page may ask nothing.';

  /** Asks from a page that has our preload script but is not one of our windows. */
  const askFrom = (url: string, own: boolean): Promise<string> =>
    desktop.electron.evaluate(
      async ({ BrowserWindow }, { url, own, preload }) => {
        // Out of the debugger's call, in which no window may be made.
        await new Promise((resolve) => setTimeout(resolve));
        const ours = BrowserWindow.getAllWindows()[0]?.webContents.session;
        const window = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true, ...(own && ours !== undefined ? { session: ours } : {}) },
        });
        try {
          await window.loadURL(url);
          return await window.webContents.executeJavaScript(
            "window.faultline.ask('state', null).then(() => 'answered', (error) => error.message)",
          );
        } finally {
          window.destroy();
        }
      },
      { url, own, preload: artifact('preload.cjs') },
    );

  test('from our own page in a window that is not ours', async () => {
    expect(await askFrom('faultline://app/dashboard.html', true)).toContain(REFUSED);
  });

  test('from an empty page', async () => {
    expect(await askFrom('about:blank', false)).toContain(REFUSED);
    expect(await askFrom('about:blank', true)).toContain(REFUSED);
  });

  test('that nobody knows, or that is asked in a wrong way', async () => {
    const refusal = 'Faultline did not understand this window.';
    const ask = (name: string, value: string): Promise<unknown> =>
      inPage(`window.faultline.ask(${name}, ${value}).then(() => 'answered', (error) => error.message)`);
    expect(await ask("'shutdown'", 'null')).toContain(refusal);
    expect(await ask("'constructor'", 'null')).toContain(refusal);
    expect(await ask("'series'", "{ kinds: ['icmp4'], fromMs: 0, toMs: 1e15, points: 1e9 }")).toContain(
      refusal,
    );
    expect(await ask("'export'", "{ fromMs: 0, toMs: 1, format: 'csv', file: '/etc/passwd' }")).toContain(
      refusal,
    );
    expect(await ask("'openDataFolder'", "'/etc'")).toContain(refusal);
    expect(await ask("'state'", 'null')).toBe('answered');
  });
});
