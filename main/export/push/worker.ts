import { parentPort, workerData } from 'node:worker_threads';
import { PushCore } from './core.ts';
import { openConnection } from './http/post.ts';
import type { FromWorker, PushStart, ToWorker } from './messages.ts';

const REQUEST_MS = 30_000;
/** Less than what the exporters are given altogether. */
const STOP_MS = 2500;

function start(options: PushStart): void {
  const port = parentPort;
  if (port === null) throw new Error('metrics-worker runs as a worker thread only');
  const tell = (message: FromWorker): void => port.postMessage(message);
  const connection = openConnection({
    url: new URL(options.push.url),
    credentials: options.push,
    version: options.version,
    timeoutMs: REQUEST_MS,
    wallMs: Date.now,
  });
  const core = new PushCore({
    start: options,
    post: connection.post,
    setTimer: (callback, delayMs) => {
      const timer = setTimeout(callback, delayMs);
      return { cancel: () => clearTimeout(timer) };
    },
    wallMs: Date.now,
    monoMs: () => performance.now(),
    random: Math.random,
    onState: (state) => tell({ type: 'state', state }),
  });
  const stop = async (): Promise<void> => {
    await core.stop(STOP_MS);
    connection.close();
    tell({ type: 'stopped' });
    port.close();
  };
  port.on('message', (message: ToWorker) => {
    if (message.type === 'stop') void stop();
    else tell({ type: 'took', through: core.take(message.session, message.first, message.events) });
  });
}

start(workerData);
