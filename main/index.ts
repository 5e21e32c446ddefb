import { dirname, join } from 'node:path';
import { app, Menu } from 'electron';
import { startApp } from './app/start-app.ts';
import type { Desktop } from './app/types.ts';
import { artifact } from './artifact.ts';
import type { Handlers } from './contract/contract.ts';
import { calmChromium } from './desktop/app/chromium.ts';
import { openDesktopMemory } from './desktop/app/desktop-memory.ts';
import { askWhereToSave, openFolder } from './desktop/app/desktop-port.ts';
import { catchFailures } from './desktop/app/failures.ts';
import { foldersOf, thisHome } from './desktop/app/folders.ts';
import { helperCommand } from './desktop/app/helper-command.ts';
import { openLog } from './desktop/app/log-file.ts';
import { quitAfter } from './desktop/app/quit.ts';
import { pushTo, serveQuestions } from './desktop/ipc/serve.ts';
import { openSettingsFile } from './desktop/settings/open-settings-file.ts';
import { guardContents } from './desktop/windows/guard-contents.ts';
import { lockedSession, registerScheme } from './desktop/windows/locked-session.ts';
import { windowMenu } from './desktop/windows/menu.ts';
import { WindowManager } from './desktop/windows/window-manager.ts';
import { startEngine } from './headless/engine.ts';
import type { Engine, EngineOptions } from './headless/types.ts';

const folders = foldersOf(thisHome());
const logFile = join(folders.desktop, 'faultline.log');
const log = openLog(logFile);

function startWithHelper(options: EngineOptions): Promise<Engine> {
  const command = helperCommand(process.env);
  return startEngine(command === null ? options : { ...options, helperCommand: command });
}

async function start(): Promise<void> {
  catchFailures(log, logFile);
  Menu.setApplicationMenu(windowMenu(!app.isPackaged));
  const preload = artifact('preload.cjs');
  const memory = openDesktopMemory(join(folders.desktop, 'windows.json'), log);
  const windows = new WindowManager({
    preload,
    session: lockedSession(join(dirname(preload), 'renderer'), !app.isPackaged),
    icon: null,
    developing: !app.isPackaged,
    memory,
    go: (contents, destination) => pushTo([contents], 'go', destination),
    log,
  });
  const desktop: Desktop = {
    notify: async () => false,
    askWhereToSave,
    openFolder,
    openWindow: (name, destination) => windows.open(name, destination),
    startAtLogin: null,
  };
  const running = await startApp({
    desktop,
    settings: openSettingsFile(folders.configFile),
    dataDirectory: folders.data,
    version: app.getVersion(),
    startEngine: startWithHelper,
    log,
  });
  quitAfter(async () => {
    windows.destroyAll();
    await running.stop();
  }, log);
  running.subscribe((name, message) => pushTo(windows.loaded, name, message));
  serveQuestions({
    windows: () => windows.contents,
    handlersFor: (contents): Handlers => ({
      ...running.handlers,
      destination: async () => windows.takeDestination(contents),
    }),
    log,
  });
  app.on('second-instance', () => windows.open('dashboard', null));
  app.on('activate', () => windows.open('dashboard', null));
  if (!process.argv.includes('--hidden') || memory.firstStart) windows.open('dashboard', null);
}

app.setPath('userData', folders.desktop);
calmChromium();
registerScheme();
guardContents();
// Electron quits with the last window unless somebody listens.
app.on('window-all-closed', () => undefined);
app.dock?.hide();
if (app.requestSingleInstanceLock()) {
  app.whenReady().then(start, (error: unknown) => log('Electron did not become ready', error));
} else {
  app.quit();
}
