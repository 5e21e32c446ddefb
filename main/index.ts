import { dirname, join } from 'node:path';
import { app, Menu } from 'electron';
import type { EncapsulationParts } from './app/encapsulation/types.ts';
import { startApp } from './app/start-app.ts';
import type { Desktop } from './app/types.ts';
import { artifact } from './artifact.ts';
import type { Handlers } from './contract/contract.ts';
import { calmChromium } from './desktop/app/chromium.ts';
import { openDesktopMemory } from './desktop/app/desktop-memory.ts';
import { askWhatToOpen, askWhereToSave, copyText, openFile, openFolder } from './desktop/app/desktop-port.ts';
import { catchFailures, endWithWords } from './desktop/app/failures.ts';
import { foldersOf, thisHome } from './desktop/app/folders.ts';
import { openLog } from './desktop/app/log-file.ts';
import { makeFolder } from './desktop/app/make-folder.ts';
import { quitAfter } from './desktop/app/quit.ts';
import { startAtLogin } from './desktop/autostart/start-at-login.ts';
import { realPath } from './desktop/installed/real-path.ts';
import { pushTo, serveQuestions } from './desktop/ipc/serve.ts';
import { desktopNotifications } from './desktop/notifications/desktop-notifications.ts';
import { openSettingsFile } from './desktop/settings/open-settings-file.ts';
import { startTray } from './desktop/tray/start-tray.ts';
import { guardContents } from './desktop/windows/guard-contents.ts';
import { lockedSession, registerScheme } from './desktop/windows/locked-session.ts';
import { windowMenu } from './desktop/windows/menu.ts';
import { WindowManager } from './desktop/windows/window-manager.ts';
import { openAudit } from './encapsulation/audit/open-audit.ts';
import { openRecords } from './encapsulation/records/open-records.ts';
import { startEncapsulatedTrace } from './encapsulation/start-encapsulated-trace.ts';
import { startPathProbe } from './encapsulation/start-path-probe.ts';
import { openExporters } from './export/exporters.ts';
import { startEngine } from './headless/engine.ts';
import type { Engine, EngineOptions } from './headless/types.ts';
import { openHelperWays } from './helper-client/helper-ways.ts';
import { startTrace } from './trace/start-trace.ts';

/** A start that nobody watches, at login: no window opens by itself. */
const HIDDEN = '--hidden';

const folders = foldersOf(thisHome());
const logFile = join(folders.desktop, 'faultline.log');
const log = openLog(logFile);

const helperWays = openHelperWays({ canAsk: true });
const startWithHelper = (options: EngineOptions): Promise<Engine> => startEngine({ ...options, helperWays });

const encapsulation = (): EncapsulationParts => ({
  startEncapsulatedTrace,
  startPathProbe,
  records: openRecords({
    directory: folders.data,
    nowMs: Date.now,
    onTrouble: (text) => log(text, null),
  }),
  audit: openAudit({ directory: folders.data }),
});

async function start(): Promise<void> {
  const failures = catchFailures(log, logFile);
  Menu.setApplicationMenu(windowMenu(!app.isPackaged));
  const preload = artifact('preload.cjs');
  const dist = dirname(preload);
  const icons = realPath(join(dist, 'icons'));
  const icon = join(icons, 'app-128.png');
  const memory = openDesktopMemory(join(folders.desktop, 'windows.json'), log);
  const windows = new WindowManager({
    preload,
    session: lockedSession(join(dist, 'renderer'), !app.isPackaged),
    icon,
    developing: !app.isPackaged,
    memory,
    go: (contents, destination) => pushTo([contents], 'go', destination),
    log,
  });
  const notifications = desktopNotifications({
    icon,
    open: (name, destination) => windows.open(name, destination),
  });
  const desktop: Desktop = {
    notify: notifications.notify,
    askWhereToSave,
    askWhatToOpen,
    copyText,
    openFolder,
    openFile,
    openWindow: (name, destination) => windows.open(name, destination),
    startAtLogin: startAtLogin(thisHome(), icon),
  };
  const running = await startApp({
    desktop,
    settings: openSettingsFile(folders.configFile),
    dataDirectory: folders.data,
    version: app.getVersion(),
    startEngine: startWithHelper,
    startTrace,
    encapsulation: encapsulation(),
    exporters: openExporters({
      version: app.getVersion(),
      dataDirectory: folders.data,
      log: (text) => log(text, null),
    }),
    log,
  });
  windows.onClose((name) => running.windowClosed(name));
  const tray = startTray({ app: running, windows, icons, log });
  quitAfter(async () => {
    failures.closeBox();
    tray.stop();
    notifications.closeAll();
    windows.destroyAll();
    await running.stop();
  }, log);
  running.subscribe((name, message) => pushTo(windows.listeningTo(name), name, message));
  serveQuestions({
    windows: () => windows.contents,
    handlersFor: (contents): Handlers => {
      windows.heardFrom(contents);
      return { ...running.handlers, destination: async () => windows.takeDestination(contents) };
    },
    log,
  });
  app.on('second-instance', (_event, args) => {
    if (!args.includes(HIDDEN)) windows.open('dashboard', null);
  });
  app.on('activate', () => windows.open('dashboard', null));
  if (!process.argv.includes(HIDDEN) || memory.firstStart) windows.open('dashboard', null);
}

function prepare(): void {
  makeFolder(folders.desktop);
  app.setPath('userData', folders.desktop);
  calmChromium();
  registerScheme();
  guardContents();
  // Electron quits with the last window unless somebody listens.
  app.on('window-all-closed', () => undefined);
  app.dock?.hide();
  if (app.requestSingleInstanceLock()) app.whenReady().then(start).catch(endWithWords(log));
  else app.quit();
}

try {
  prepare();
} catch (error) {
  endWithWords(log)(error);
}
