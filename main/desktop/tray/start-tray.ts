import { join } from 'node:path';
import { clipboard, app as electronApp } from 'electron';
import type { App } from '../../app/types.ts';
import type { AppState } from '../../contract/app-state.ts';
import type { Destination, Pushes, PushName, WindowName } from '../../contract/contract.ts';
import { assertNever } from '../../domain/model/units.ts';
import { connectSessionBus } from '../session-bus/session-bus.ts';
import { showAbout } from './about.ts';
import { HostWatch } from './host-watch.ts';
import { type TrayAction, type TrayModel, trayModel } from './menu-model.ts';
import { Pace } from './pace.ts';
import { type Timers, TrayPresence } from './presence.ts';
import { SteadyFigures } from './steady-figures.ts';
import { TrayIcon } from './tray-icon.ts';

export interface TrayOptions {
  readonly app: App;
  readonly windows: {
    open(window: WindowName, destination: Destination | null): void;
    /** Of what is open: while something is, an absent tray shuts nobody out. */
    readonly contents: ReadonlySet<unknown>;
  };
  /** Folder of the pictures. */
  readonly icons: string;
  readonly log: (what: string, error: unknown) => void;
}

export interface RunningTray {
  stop(): void;
}

/** A panel is told no more often. */
const CHANGE_MS = 1000;

const timers: Timers = {
  setTimer(callback, delayMs) {
    const timer = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};

const isSame = (one: TrayModel, other: TrayModel): boolean => JSON.stringify(one) === JSON.stringify(other);

async function act({ app, windows, icons }: TrayOptions, action: TrayAction): Promise<void> {
  switch (action.type) {
    case 'dashboard':
      return windows.open('dashboard', action.destination);
    case 'traceroute':
      return windows.open('traceroute', { incident: null, tab: null, trace: action.trace });
    case 'settings':
      return windows.open('settings', null);
    case 'pause':
      await app.handlers.pause({ forMs: action.forMs });
      return;
    case 'resume':
      await app.handlers.resume(null);
      return;
    case 'copy-status':
      return clipboard.writeText(app.statusText());
    case 'about':
      return showAbout(app.state.version, join(icons, 'app-64.png'));
    case 'quit':
      return electronApp.quit();
    default:
      return assertNever(action);
  }
}

/** On Linux an icon is shown only where something shows it; elsewhere a tray is always there. */
function keepIcon(icon: TrayIcon, { app, windows, log }: TrayOptions): () => void {
  if (process.platform !== 'linux') {
    icon.show();
    return () => undefined;
  }
  const presence = new TrayPresence({
    timers,
    show: () => icon.show(),
    hide: () => icon.hide(),
    tell: (trouble) => app.setTrayTrouble(trouble),
    openDashboard: () => {
      if (windows.contents.size === 0) windows.open('dashboard', null);
    },
  });
  const watch = new HostWatch({
    connect: () => connectSessionBus(),
    onChange: (host) => presence.take(host),
    log,
  });
  void watch.start();
  return () => {
    watch.stop();
    presence.stop();
  };
}

/** Shows the app's state in the system's tray for as long as there is one. */
export function startTray(options: TrayOptions): RunningTray {
  const { app, log } = options;
  const icon = new TrayIcon({
    icons: options.icons,
    act: (action) => {
      act(options, action).catch((error: unknown) => log(`the tray's ${action.type} failed`, error));
    },
  });
  const figures = new SteadyFigures();
  const pace = new Pace<TrayModel>({
    timers,
    intervalMs: CHANGE_MS,
    isSame,
    apply: (model) => icon.apply(model),
  });
  const take = (state: AppState): void =>
    pace.take(
      trayModel({
        state,
        targets: app.traceTargets,
        figures: (light) => figures.text(light),
        zone: undefined,
      }),
    );
  take(app.state);
  const takeNow = (): void => take(app.state);
  const listeners: { readonly [Name in PushName]?: (message: Pushes[Name]) => void } = {
    state: take,
    // Whom one could trace is no part of the state.
    settings: takeNow,
    tracesChanged: takeNow,
  };
  const unsubscribe = app.subscribe((name, message) => listeners[name]?.(message));
  const leave = keepIcon(icon, options);
  return {
    stop() {
      unsubscribe();
      pace.stop();
      leave();
      icon.destroy();
    },
  };
}
