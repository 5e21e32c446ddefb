import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { NO_NETWORK } from '../../../../main/domain/model/network.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { PushCore } from '../../../../main/export/push/core.ts';
import type { PushFigures } from '../../../../main/export/push/messages.ts';
import type { PostAnswer } from '../../../../main/export/push/sender/answer.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { answered } from './fake-store.ts';
import { CLASS_COUNT, lost, PUSH, sampled } from './fixtures.ts';
import { readWriteRequest } from './write-request.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface CoreSetup {
  readonly folder?: string;
  readonly clock?: FakeClock;
}

function startCore({ folder, clock = new FakeClock() }: CoreSetup = {}) {
  const received: { readonly name: string; readonly atMs: number; readonly value: number }[] = [];
  const server: { answer: PostAnswer; requests: number; hanging: Promise<PostAnswer> | null } = {
    answer: answered(204),
    requests: 0,
    hanging: null,
  };
  const states: PushFigures[] = [];
  const core = new PushCore({
    start: {
      push: PUSH,
      machine: 'home',
      labels: {},
      version: '0',
      queuePath: folder === undefined ? null : join(folder, 'metrics-queue.sqlite'),
    },
    post: async ({ body }) => {
      server.requests += 1;
      await turn();
      if (server.hanging !== null) return server.hanging;
      if (server.answer.type !== 'answered' || server.answer.status !== 204) return server.answer;
      for (const { labels, samples } of readWriteRequest(body)) {
        const name = new Map(labels).get('__name__') ?? '';
        received.push(...samples.map(([value, atMs]) => ({ name, atMs, value })));
      }
      return server.answer;
    },
    setTimer: (callback, delayMs) => clock.setTimer(callback, delayMs),
    wallMs: () => clock.now().wallMs,
    monoMs: () => clock.now().monoMs,
    random: () => 0,
    onState: (state) => states.push(state),
  });
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 250) {
      clock.advance(Math.min(250, left));
      for (let i = 0; i < 4; i += 1) await turn();
    }
  };
  const stop = async (): Promise<void> => {
    await core.stop(2000);
  };
  onTestFinished(stop);
  const losses = () =>
    received.filter(({ name }) => name === 'faultline_sample_lost').map(({ value }) => value);
  return { core, clock, server, states, received, losses, pass, stop, state: () => states.at(-1) };
}

test('a sample goes once it is final, in a batch five seconds later at the most', async () => {
  const { core, received, losses, pass, server } = startCore();
  core.take('s', 1, [sampled(1, 0), sampled(2, 100, lost)]);
  await pass(6000);
  // What holds was said with the first sample; neither sample is final.
  expect(received).toHaveLength(CLASS_COUNT);
  core.take('s', 3, [sampled(2, 100, { outcome: 'late', rttMs: 3000 })]);
  core.take('s', 4, [sampled(3, 11_200)]);
  await pass(6000);
  expect(losses()).toEqual([0, 0]);
  expect(received.filter(({ name }) => name === 'faultline_sample_late')).toHaveLength(1);
  expect(server.requests).toBe(2);
});

test('when nothing is measured any more, what waits is final after twelve seconds', async () => {
  const { core, losses, pass } = startCore();
  core.take('s', 1, [sampled(1, 0), sampled(2, 1000, lost)]);
  await pass(20_000);
  expect(losses()).toEqual([0, 1]);
});

test('an answer to a loss that was final already changes nothing', async () => {
  const { core, losses, pass, stop } = startCore();
  core.take('s', 1, [sampled(1, 0, lost)]);
  await pass(20_000);
  core.take('s', 2, [sampled(1, 0, { outcome: 'late', rttMs: 9000 })]);
  await stop();
  expect(losses()).toEqual([1]);
});

test('what was voided goes nowhere', async () => {
  const { core, losses, stop } = startCore();
  core.take('s', 1, [sampled(1, 0, lost), sampled(1, 0, { outcome: 'suspect', rttMs: null })]);
  await stop();
  expect(losses()).toEqual([]);
});

test('events that are handed over twice are taken once, over a restart too', async () => {
  const folder = temporaryFolder();
  const first = startCore({ folder });
  expect(first.core.take('s', 1, [sampled(1, 0), sampled(2, 1000)])).toBe(2);
  first.core.take('s', 2, [sampled(2, 1000), sampled(3, 2000)]);
  await first.stop();
  const second = startCore({ folder });
  second.core.take('s', 1, [sampled(1, 0), sampled(2, 1000), sampled(3, 2000), sampled(4, 3000)]);
  await second.stop();
  expect([first.losses(), second.losses()]).toEqual([[0, 0, 0], [0]]);
});

test('another network: a server that was away is tried at once', async () => {
  const { core, server, pass, losses } = startCore();
  server.answer = { type: 'failed', cause: 'no way to it', mayHaveArrived: false, isStale: false };
  core.take('s', 1, [sampled(1, 0)]);
  await pass(120_000);
  server.answer = answered(204);
  const { requests } = server;
  core.take('s', 2, [{ type: 'network', atMs: wallMs(Date.now()), network: NO_NETWORK }]);
  for (let i = 0; i < 20; i += 1) await turn();
  expect(server.requests).toBeGreaterThan(requests);
  expect(losses()).toEqual([0]);
});

describe('states', () => {
  test('waiting, working, trouble with what is done about it, working again', async () => {
    const { core, server, pass, state } = startCore({ folder: temporaryFolder() });
    await pass(250);
    expect(state()).toMatchObject({ phase: 'waiting', text: 'Nothing has been sent to 127.0.0.1:1 yet.' });
    core.take('s', 1, [sampled(1, 0)]);
    await pass(6000);
    expect(state()).toMatchObject({ phase: 'working', text: 'Figures arrive at 127.0.0.1:1.' });
    server.answer = answered(401);
    core.take('s', 2, [sampled(2, 12_000)]);
    await pass(6000);
    expect(state()?.phase).toBe('trouble');
    expect(state()?.text).toMatch(
      /asks who we are: the token.*Everything is kept and tried again meanwhile\./,
    );
    server.answer = answered(204);
    await pass(60_000);
    expect(state()).toMatchObject({ phase: 'working', dropped: 0, queued: 0 });
  });

  test('without a data folder nothing is said to be kept', async () => {
    const { core, server, pass, state } = startCore();
    server.answer = answered(503);
    core.take('s', 1, [sampled(1, 0)]);
    await pass(6000);
    expect(state()?.text).toMatch(
      /answers 503\. What waits is tried again meanwhile\. It is in memory only, and gone/,
    );
  });

  test('what is final only when it is stopped is in the last state: as much as the next run finds', async () => {
    const folder = temporaryFolder();
    const first = startCore({ folder });
    first.server.answer = answered(503);
    first.core.take('s', 1, [sampled(1, 0), sampled(2, 1000, lost)]);
    await first.pass(6000);
    expect(first.state()?.queued).toBe(CLASS_COUNT);
    await first.stop();
    expect(first.state()).toMatchObject({ phase: 'trouble', queued: CLASS_COUNT + 3 });
    const second = startCore({ folder });
    second.server.answer = answered(503);
    await second.pass(1000);
    expect(second.state()?.queued).toBe(CLASS_COUNT + 3);
  });

  test('a server that hangs is told of while the request is under way', async () => {
    const { core, server, pass, state } = startCore({ folder: temporaryFolder() });
    let answer = (_: PostAnswer): void => {};
    server.hanging = new Promise((resolve) => {
      answer = resolve;
    });
    core.take('s', 1, [sampled(1, 0)]);
    await pass(14_000);
    expect(server.requests).toBe(1);
    expect(state()?.phase).toBe('waiting');
    await pass(3000);
    expect(state()).toMatchObject({ phase: 'trouble', troubles: [{ id: 'server-away' }] });
    expect(state()?.text).toMatch(/can't be reached: no answer for 10 s\. Everything is kept and sent/);
    server.hanging = null;
    answer(answered(204));
    await pass(1000);
    expect(state()?.phase).toBe('working');
  });

  test('the queue is in use by another Faultline: said, and sending goes on', async () => {
    const folder = temporaryFolder();
    const first = startCore({ folder });
    const second = startCore({ folder });
    second.core.take('s', 1, [sampled(1, 0)]);
    await second.pass(20_000);
    expect(second.state()?.phase).toBe('trouble');
    expect(second.state()?.text).toMatch(/Another Faultline has the queue/);
    expect(second.losses()).toEqual([0]);
    await first.stop();
    await second.pass(40_000);
    expect(second.state()?.phase).toBe('working');
  });
});
