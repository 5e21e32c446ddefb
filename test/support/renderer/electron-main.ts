import { join } from 'node:path';
import { app, BrowserWindow, nativeTheme, type Session } from 'electron';
import type { Pushes, PushName } from '../../../main/contract/contract.ts';
import { calmChromium } from '../../../main/desktop/app/chromium.ts';
import { pushTo, serveQuestions } from '../../../main/desktop/ipc/serve.ts';
import { guardContents } from '../../../main/desktop/windows/guard-contents.ts';
import { lockedSession, registerScheme } from '../../../main/desktop/windows/locked-session.ts';
import { pageUrl } from '../../../main/desktop/windows/scheme.ts';
import { windowOptions } from '../../../main/desktop/windows/window-options.ts';
import { ContractDouble } from './contract-double.ts';
import type { Control, Shown } from './control.ts';
import { SCENES } from './scenes/all.ts';

/** The built files; given by who starts this. */
const DIST = process.env['FAULTLINE_HARNESS_DIST'] ?? '';

let current: BrowserWindow | null = null;
const double = new ContractDouble(SCENES.good, (view) => push('settings', view));

function push<Name extends PushName>(name: Name, message: Pushes[Name]): void {
  if (current !== null) pushTo([current.webContents], name, message);
}

/** The product's own window in the product's own session: same flags, same policy, same preload. */
async function show(
  session: Session,
  { window: name, scene, but, width, height, dark }: Shown,
): Promise<void> {
  current?.destroy();
  await session.clearStorageData();
  nativeTheme.themeSource = dark ? 'dark' : 'light';
  double.play({ ...SCENES[scene], ...but });
  const surroundings = { preload: join(DIST, 'preload.cjs'), session, icon: null, developing: true };
  const options = windowOptions(surroundings, { width, height }, dark);
  const window = new BrowserWindow({ ...options, useContentSize: true, minWidth: 320, show: true });
  current = window;
  await window.loadURL(pageUrl(name));
}

function start(): void {
  const session = lockedSession(join(DIST, 'renderer'), true);
  serveQuestions({
    handlersFor: () => double.handlers,
    windows: () => new Set(current === null ? [] : [current.webContents]),
    log: (what, error) => console.error(what, error),
  });
  const control: Control = {
    show: (shown) => {
      show(session, shown).catch((error: unknown) => console.error(error));
    },
    pushAny: (pushed) => {
      const { name, message } = pushed as { name: PushName; message: never };
      push(name, message);
    },
    asked: () => double.asked,
    refuse: (name, trouble) => double.refuse(name, trouble),
    change: (but) => double.change(but),
    scene: (name) => SCENES[name],
  };
  globalThis.harness = control;
}

calmChromium();
registerScheme();
guardContents();
app.on('window-all-closed', () => undefined);
app.whenReady().then(start, (error: unknown) => {
  console.error(error);
  app.exit(1);
});
