import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import type { Destination, PushName, WindowName } from '../../contract/contract.ts';
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

/** What is large and frequent goes only where it is shown. */
const CONCERNS: { readonly [Name in PushName]?: WindowName } = {
  trace: 'traceroute',
  pathProbe: 'traceroute',
};

interface OpenWindow {
  readonly name: WindowName;
  readonly window: BrowserWindow;
  readonly contents: WebContents;
  /** Its page listens: it has loaded, or has asked something before that. */
  listens: boolean;
  /** Where it is meant to go, until it has been told. */
  destination: Destination | null;
}

/** A window and its page end one after the other, and only then does it say so: between, neither takes a call. */
const isAlive = ({ window, contents }: OpenWindow): boolean =>
  !window.isDestroyed() && !contents.isDestroyed();

/** One window a name. A closed one is destroyed: it costs nothing, and the next one starts clean. */
export class WindowManager {
  readonly #options: WindowManagerOptions;
  readonly #open = new Map<WindowName, OpenWindow>();
  /** Pages that crashed since the app started: one that does so again is not shown again by itself. */
  readonly #crashed = new Set<WindowName>();
  readonly #closeListeners = new Set<(name: WindowName) => void>();

  constructor(options: WindowManagerOptions) {
    this.#options = options;
    nativeTheme.on('updated', () => {
      const color = backgroundColor(nativeTheme.shouldUseDarkColors);
      for (const { window } of this.#alive()) window.setBackgroundColor(color);
    });
  }

  /** Shows the window, in front; it goes to the destination now or as soon as it has loaded. */
  open(name: WindowName, destination: Destination | null): void {
    const open = this.#open.get(name);
    if (open === undefined || !isAlive(open)) this.#create(name, destination);
    else this.#bringToFront(open, destination);
  }

  /** Told when a window is gone, whoever closed it. */
  onClose(listener: (name: WindowName) => void): void {
    this.#closeListeners.add(listener);
  }

  get contents(): ReadonlySet<WebContents> {
    return new Set(this.#alive().map(({ contents }) => contents));
  }

  /** Those whose pages hear what they are told, and want to hear that. */
  listeningTo(push: PushName): readonly WebContents[] {
    const only = CONCERNS[push];
    return this.#alive()
      .filter(({ name, listens }) => listens && (only === undefined || name === only))
      .map(({ contents }) => contents);
  }

  /** Its page has asked something: from now on whatever changes has to be told, or its answer grows old unnoticed. */
  heardFrom(contents: WebContents): void {
    const open = this.#of(contents);
    if (open !== undefined) open.listens = true;
  }

  isAnyOpen(): boolean {
    return this.#alive().length > 0;
  }

  /** Where this window was meant to go; told once. */
  takeDestination(contents: WebContents): Destination | null {
    const open = this.#of(contents);
    const destination = open?.destination ?? null;
    if (open !== undefined) open.destination = null;
    return destination;
  }

  destroyAll(): void {
    for (const [name, open] of [...this.#open]) {
      if (!isAlive(open)) continue;
      this.#remember(name, open.window);
      open.window.destroy();
    }
  }

  #of(contents: WebContents): OpenWindow | undefined {
    return [...this.#open.values()].find((one) => one.contents === contents);
  }

  #alive(): readonly OpenWindow[] {
    return [...this.#open.values()].filter(isAlive);
  }

  #bringToFront(open: OpenWindow, destination: Destination | null): void {
    if (destination !== null) this.#send(open, destination);
    if (open.window.isMinimized()) open.window.restore();
    // One that is not painted yet shows itself when it is.
    if (open.window.isVisible()) open.window.show();
    open.window.focus();
  }

  #send(open: OpenWindow, destination: Destination): void {
    if (open.listens) this.#options.go(open.contents, destination);
    else open.destination = destination;
  }

  #create(name: WindowName, destination: Destination | null): void {
    const size = sizeFor(name, this.#options.memory.size(name), screen.getPrimaryDisplay().workAreaSize);
    const window = new BrowserWindow(windowOptions(this.#options, size, nativeTheme.shouldUseDarkColors));
    const open: OpenWindow = { name, window, contents: window.webContents, listens: false, destination };
    this.#open.set(name, open);
    window.once('ready-to-show', () => window.show());
    window.on('close', () => this.#remember(name, window));
    window.on('closed', () => {
      // One that was opened again meanwhile has not ended.
      if (this.#open.get(name) !== open) return;
      this.#open.delete(name);
      for (const listener of this.#closeListeners) listener(name);
    });
    this.#watchPage(name, open);
    window.loadURL(pageUrl(name)).catch((error: unknown) => {
      // One that was closed meanwhile did not need to.
      if (isAlive(open)) this.#options.log(`the ${name} window did not load`, error);
    });
  }

  #watchPage(name: WindowName, open: OpenWindow): void {
    const { contents, window } = open;
    contents.on('did-finish-load', () => {
      open.listens = true;
      const destination = this.takeDestination(contents);
      if (destination !== null) this.#options.go(contents, destination);
    });
    // A renderer goes to an empty page without asking: such a window shows nothing and may ask nothing.
    contents.on('did-navigate', (_event, url) => {
      if (isOwnPage(url)) return;
      this.#options.log(`the ${name} window left its page`, null);
      if (!window.isDestroyed()) window.destroy();
    });
    contents.on('render-process-gone', (_event, { reason, exitCode }) => {
      this.#options.log(`the ${name} window ended: ${reason}`, exitCode);
      if (!window.isDestroyed()) window.destroy();
      if (this.#crashed.has(name)) return;
      this.#crashed.add(name);
      this.open(name, null);
    });
    contents.on('preload-error', (_event, _path, error) => {
      this.#options.log(`the preload of the ${name} window failed`, error);
    });
  }

  #remember(name: WindowName, window: BrowserWindow): void {
    if (window.isMaximized() || window.isFullScreen() || window.isMinimized()) return;
    const { width, height } = window.getBounds();
    this.#options.memory.remember(name, { width, height });
  }
}
