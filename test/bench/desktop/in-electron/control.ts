// Loaded into the program under the bench ahead of its own code; the product and its peer alike.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { app, BrowserWindow, ipcMain } from 'electron';
import { assertNever } from '../../../../main/domain/model/units.ts';
import { type LoopDelay, MARK, type Request, request, type Told } from './protocol.ts';
import { record } from './recorder.ts';

const NANOSECONDS = 1e6;
const LOOP_RESOLUTION_MS = 10;

const epoch = (): number => performance.timeOrigin + performance.now();
const tell = (told: Told): void => {
  process.stdout.write(`${MARK}${JSON.stringify(told)}\n`);
};

let loop: ReturnType<typeof monitorEventLoopDelay> | null = null;

function watchLoop(): void {
  loop?.disable();
  loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  loop.enable();
}

/** The histogram holds whole intervals of the timer; what is over its length is the delay. */
function readLoop(): LoopDelay {
  const late = (nanoseconds: number): number => nanoseconds / NANOSECONDS - LOOP_RESOLUTION_MS;
  if (loop === null) throw new Error('nobody watched the loop');
  loop.disable();
  return { p50: late(loop.percentile(50)), p99: late(loop.percentile(99)), max: late(loop.max) };
}

async function closeWindows(): Promise<null> {
  const closed = BrowserWindow.getAllWindows().map((window) => {
    const gone = new Promise<void>((resolve) => window.once('closed', () => resolve()));
    window.close();
    return gone;
  });
  await Promise.all(closed);
  return null;
}

async function inPage(script: string): Promise<unknown> {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) throw new Error('no window is open');
  return window.webContents.mainFrame.executeJavaScript(script, true);
}

async function answer(asked: Request): Promise<unknown> {
  switch (asked.type) {
    case 'page':
      return inPage(asked.script);
    case 'close':
      return closeWindows();
    case 'watch-loop':
      return watchLoop();
    case 'loop-delay':
      return readLoop();
    case 'quit':
      return app.quit();
    default:
      return assertNever(asked);
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const asked = request.parse(JSON.parse(line));
  answer(asked).then(
    (value) => tell({ type: 'answer', id: asked.id, value: value ?? null }),
    (error: unknown) => tell({ type: 'failure', id: asked.id, reason: String(error) }),
  );
});

app.on('browser-window-created', (_event, window) => {
  tell({ type: 'window', atMs: epoch() });
  window.once('ready-to-show', () => tell({ type: 'ready-to-show', atMs: epoch() }));
  // Ahead of the page's scripts: those have yet to be asked for.
  window.webContents.once('did-navigate', () => {
    void window.webContents.mainFrame.executeJavaScript(`(${record})()`);
  });
});

const spanOf = (query: unknown): number => {
  const bound = (name: string): number =>
    typeof query === 'object' && query !== null ? Number(Reflect.get(query, name)) : Number.NaN;
  return bound('toMs') - bound('fromMs');
};

const { handle } = ipcMain;
ipcMain.handle = (channel, listener) => {
  handle.call(ipcMain, channel, async (event, ...args: unknown[]) => {
    const [name, query] = args;
    if (name !== 'series') return listener(event, ...args);
    const askedMs = epoch();
    const spanMs = spanOf(query);
    tell({ type: 'series', phase: 'asked', atMs: askedMs, spanMs, tookMs: 0 });
    const reply: unknown = await listener(event, ...args);
    const atMs = epoch();
    tell({ type: 'series', phase: 'answered', atMs, spanMs, tookMs: atMs - askedMs });
    return reply;
  });
};
