import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import type { Destination, WindowName } from '../../contract/contract.ts';
import { isOwnPage, pageUrl } from './scheme.ts';
import { backgroundColor } from './window-colors.ts';
import { type Size, sizeFor, type WindowSurroundings, windowOptions } from './window-options.ts';

/** Where sizes are kept from one start to the next. */
export interface WindowMemory {
  size(name: WindowName): Size | null;
  remember(name: WindowName, size: Size): void;
}

export interface WindowManagerOptions extends WindowSurroundings {
  readonly memory: WindowMemory;
  readonly go: (contents: WebContents, destination: Destination) => void;
  readonly log: (what: string, error: unknown) => void;
}

interface OpenWindow {
  readonly window: BrowserWindow;
  loaded: boolean;
  /** Where it is meant to go, until it has been told. */
  destination: Destination | null;
}

/** One window a name. A closed one is destroyed: it costs nothing, and the next one starts clean. */
export class WindowManager {
  readonly #options: WindowManagerOptions;
  readonly #open = new Map<WindowName, OpenWindow>();
  /** Pages that crashed since the app started: one that does so again is not shown again by itself. */
  readonly #crashed = new Set<WindowName>();

  constructor(options: WindowManagerOptions) {
    this.#options = options;
    nativeTheme.on('updated', () => {
      const color = backgroundColor(nativeTheme.shouldUseDarkColors);
      for (const { window } of this.#open.values()) window.setBackgroundColor(color);
    });
  }

  /** Shows the window, in front; it goes to the destination now or as soon as it has loaded. */
  open(name: WindowName, destination: Destination | null): void {
    const open = this.#open.get(name);
    if (open === undefined) this.#create(name, destination);
    else this.#bringToFront(open, destination);
  }

  get contents(): ReadonlySet<WebContents> {
    return new Set([...this.#open.values()].map(({ window }) => window.webContents));
  }

  get loaded(): readonly WebContents[] {
    return [...this.#open.values()].filter(({ loaded }) => loaded).map(({ window }) => window.webContents);
  }

  isAnyOpen(): boolean {
    return this.#open.size > 0;
  }

  /** Where this window was meant to go; told once. */
  takeDestination(contents: WebContents): Destination | null {
    const open = [...this.#open.values()].find(({ window }) => window.webContents === contents);
    const destination = open?.destination ?? null;
    if (open !== undefined) open.destination = null;
    return destination;
  }

  destroyAll(): void {
    for (const [name, { window }] of [...this.#open]) {
      this.#remember(name, window);
      window.destroy();
    }
  }

  #bringToFront(open: OpenWindow, destination: Destination | null): void {
    if (destination !== null) this.#send(open, destination);
    if (open.window.isMinimized()) open.window.restore();
    // One that is still loading shows itself when it is painted.
    if (open.loaded) open.window.show();
    open.window.focus();
  }

  #send(open: OpenWindow, destination: Destination): void {
    if (open.loaded) this.#options.go(open.window.webContents, destination);
    else open.destination = destination;
  }

  #create(name: WindowName, destination: Destination | null): void {
    const size = sizeFor(name, this.#options.memory.size(name), screen.getPrimaryDisplay().workAreaSize);
    const window = new BrowserWindow(windowOptions(this.#options, size, nativeTheme.shouldUseDarkColors));
    const open: OpenWindow = { window, loaded: false, destination };
    this.#open.set(name, open);
    window.once('ready-to-show', () => window.show());
    window.on('close', () => this.#remember(name, window));
    window.on('closed', () => {
      if (this.#open.get(name) === open) this.#open.delete(name);
    });
    this.#watchPage(name, open);
    window.loadURL(pageUrl(name)).catch((error: unknown) => {
      this.#options.log(`the ${name} window did not load`, error);
    });
  }

  #watchPage(name: WindowName, open: OpenWindow): void {
    const { webContents } = open.window;
    webContents.on('did-finish-load', () => {
      open.loaded = true;
      const destination = this.takeDestination(webContents);
      if (destination !== null) this.#options.go(webContents, destination);
    });
    // A renderer goes to an empty page without asking: such a window shows nothing and may ask nothing.
    webContents.on('did-navigate', (_event, url) => {
      if (isOwnPage(url)) return;
      this.#options.log(`the ${name} window left its page`, null);
      open.window.destroy();
    });
    webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      this.#options.log(`the ${name} window ended: ${reason}`, exitCode);
      if (!open.window.isDestroyed()) open.window.destroy();
      if (this.#crashed.has(name)) return;
      this.#crashed.add(name);
      this.open(name, null);
    });
    webContents.on('preload-error', (_event, _path, error) => {
      this.#options.log(`the preload of the ${name} window failed`, error);
    });
  }

  #remember(name: WindowName, window: BrowserWindow): void {
    if (window.isMaximized() || window.isFullScreen() || window.isMinimized()) return;
    const { width, height } = window.getBounds();
    this.#options.memory.remember(name, { width, height });
  }
}
