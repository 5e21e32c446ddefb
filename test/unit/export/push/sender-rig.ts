import { packBatch } from '../../../../main/export/push/points/codec.ts';
import type { Point, PointBatch } from '../../../../main/export/push/points/point.ts';
import { Queue, type QueueOptions } from '../../../../main/export/push/queue/queue.ts';
import { Sender } from '../../../../main/export/push/sender/sender.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import type { FakeStore } from './fake-store.ts';
import { point } from './fixtures.ts';

export interface Rig {
  readonly clock: FakeClock;
  readonly queue: Queue;
  readonly sender: Sender;
  /** When requests were sent, monotonic. */
  readonly sentAt: number[];
  put(...points: readonly Point[]): void;
  /** Sends what can be sent now. */
  settle(): Promise<void>;
  /** Lets time pass, with all that comes due in it. */
  pass(ms: number): Promise<void>;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export interface RigOptions {
  readonly store: FakeStore;
  readonly clock?: FakeClock;
  readonly queue?: Partial<QueueOptions>;
  readonly resendMs?: number;
  readonly random?: () => number;
}

const encoded = (batch: PointBatch) => ({
  body: new TextEncoder().encode(JSON.stringify(batch.points)),
  headers: {},
});
const decoded = (body: Uint8Array): readonly Point[] => JSON.parse(new TextDecoder().decode(body));

/** Queue and sender as the worker has them, before a store that can be told to fail, in a time of their own. */
export function startRig({
  store,
  clock = new FakeClock(),
  queue: of = {},
  resendMs = 0,
  random = () => 0,
}: RigOptions): Rig {
  const monoMs = (): number => clock.now().monoMs;
  const queue = new Queue({
    path: null,
    maxBytes: 1e6,
    wallMs: () => clock.now().wallMs,
    monoMs,
    keepMs: resendMs,
    ...of,
  });
  queue.open(() => []);
  const sentAt: number[] = [];
  const sender = new Sender({
    queue,
    encode: encoded,
    post: async ({ body }) => {
      sentAt.push(monoMs());
      await turn();
      return store.posted(decoded(body));
    },
    blameless: () => ({ labels: {}, points: [point('faultline_test', monoMs(), 1)] }),
    setTimer: (callback, delayMs) => clock.setTimer(callback, delayMs),
    random,
    monoMs,
    resendMs,
    onChange: () => queue.commit(),
  });
  const settle = async (): Promise<void> => {
    sender.wake();
    while (sender.isSending) await turn();
  };
  return {
    clock,
    queue,
    sender,
    sentAt,
    settle,
    put: (...points) => {
      queue.put({ points: points.length, payload: packBatch({ labels: {}, points }) });
      queue.commit();
    },
    async pass(ms) {
      for (let left = ms; left > 0; left -= 250) {
        clock.advance(Math.min(250, left));
        while (sender.isSending) await turn();
      }
    },
  };
}
