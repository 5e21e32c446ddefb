import { describe, expect, test } from 'vitest';
import type { TraceMethod, TraceView } from '../../../main/domain/model/trace.ts';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import { notSent, type PathOptions, PathSender, refused } from './fake-sender.ts';
import { ADDRESS, byHand, endOf, settled, stage } from './stage.ts';

const ROUTERS = ['192.0.2.1', '203.0.113.1', '203.0.113.2'];

function over(answers: readonly TraceMethod[], ask: Partial<TraceAsk> = {}, path: Partial<PathOptions> = {}) {
  return stage(
    (clock) => new PathSender(clock, { routers: ROUTERS, destination: ADDRESS, answers, ...path }),
    { method: 'auto', numeric: true, ...ask },
  );
}

const methodsOf = ({ sent }: PathSender): readonly string[] => [
  ...new Set(sent.map(({ request }) => request.method)),
];

const warningsOf = ({ warnings }: TraceView): readonly string[] =>
  warnings.flatMap(({ code, text }) => (code === 'method-fallback' ? [text] : []));

describe('auto, once', () => {
  test('the first method that reaches the destination is enough', async () => {
    const made = over(['udp', 'icmp', 'tcp']);
    await made.pass(60);
    const view = await endOf(made.run);
    expect(view).toMatchObject({ status: 'done', method: 'udp', reached: true });
    expect(warningsOf(view)).toEqual([]);
    expect(methodsOf(made.sender)).toEqual(['udp']);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('the next one begins while the first is still waited for, and its answer ends the trace', async () => {
    const made = over(['icmp', 'tcp']);
    await made.pass(390);
    expect(methodsOf(made.sender)).toEqual(['udp']);
    await made.pass(120);
    const view = await endOf(made.run);
    expect(view).toMatchObject({ status: 'done', method: 'icmp', reached: true });
    expect(warningsOf(view)).toEqual(['The destination did not answer UDP, so this is a trace with ICMP.']);
    // What UDP still waited for is given up.
    expect(made.sender.cancelled).toEqual([4]);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('the third as well', async () => {
    const made = over(['tcp']);
    await made.pass(1100);
    const view = await endOf(made.run);
    expect(view).toMatchObject({ method: 'tcp', reached: true });
    expect(warningsOf(view)).toEqual([
      'The destination did not answer UDP or ICMP, so this is a trace with TCP.',
    ]);
  });

  test.each(['once', 'continuous'] as const)(
    '%s, with larger packets: TCP, whose first ones are small, says nothing of those',
    async (mode) => {
      const made = over(['tcp'], { mode, size: 1500 });
      await made.pass(5000);
      made.run.stop();
      const view = await endOf(made.run);
      expect(view).toMatchObject({ method: 'udp', reached: false });
      expect(methodsOf(made.sender)).toEqual(['udp', 'icmp']);
      expect(warningsOf(view)[0]).toMatch(/^The destination answered neither UDP nor ICMP; /);
      expect(made.clock.pendingTimers).toBe(0);
    },
  );

  test('a slow path is given three round trips', async () => {
    const made = over(['udp'], {}, { hopMs: 300 });
    await made.pass(1300);
    expect((await endOf(made.run)).method).toBe('udp');
    expect(methodsOf(made.sender)).toEqual(['udp']);
  });

  test('none reaches it: every one is heard to its end, and the first of the best stands', async () => {
    const made = over([]);
    await made.pass(2500);
    expect(made.run.view.status).toBe('running');
    await made.pass(1000);
    const view = await endOf(made.run);
    expect(view).toMatchObject({ status: 'done', method: 'udp', reached: false, received: 3 });
    expect(warningsOf(view)).toEqual([
      'The destination answered neither UDP, ICMP nor TCP; this is the trace with UDP, which got as far as any.',
    ]);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('the last hop that may be looked at is a router: no method gets further', async () => {
    const made = over([], { maxHops: 3 }, { routers: ROUTERS });
    await made.pass(2200);
    const view = await endOf(made.run);
    expect(view).toMatchObject({ status: 'done', reached: false });
    expect(methodsOf(made.sender)).toEqual(['udp']);
    expect(warningsOf(view)).toEqual([]);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('a method whose packets do not leave is passed over at once', async () => {
    const made = stage(
      (clock) =>
        new (class extends PathSender {
          protected override take(sent: Parameters<typeof notSent>[0]): void {
            if (sent.request.method === 'udp') clock.setTimer(() => notSent(sent, 'EPERM'), 1);
            else super.take(sent);
          }
        })(clock, { routers: ROUTERS, destination: ADDRESS, answers: ['icmp'] }),
      { method: 'auto', numeric: true },
    );
    await made.pass(60);
    expect(await endOf(made.run)).toMatchObject({ status: 'done', method: 'icmp', reached: true });
  });

  test('no route: no other method is tried', async () => {
    const made = await byHand({ method: 'auto' });
    for (const sent of [...made.sender.sent]) notSent(sent, 'ENETUNREACH');
    expect(await endOf(made.run)).toMatchObject({ status: 'failed' });
    expect(made.sender.sent).toHaveLength(4);
  });

  test('nothing leaves by any method: the first reason is told', async () => {
    const made = await byHand({ method: 'auto' });
    for (let index = 0; index < 12; index += 1) {
      const sent = made.sender.sent[index];
      if (sent) notSent(sent, index < 4 ? 'EPERM' : 'EACCES');
    }
    expect((await endOf(made.run)).trouble).toMatch(/\(EPERM\)/);
  });

  test('stopped while two are under way: both are given up', async () => {
    const made = over([]);
    await made.pass(500);
    made.run.stop();
    expect(methodsOf(made.sender)).toEqual(['udp', 'icmp']);
    expect(made.sender.cancelled).toHaveLength(2);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('the helper dies while two are under way', async () => {
    const made = over([]);
    await made.pass(500);
    made.sender.isGone = true;
    made.loseHelper();
    expect(await endOf(made.run)).toMatchObject({ status: 'failed', received: 3 });
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('a helper without the family ends it, whatever the method', async () => {
    const made = await byHand({ method: 'auto' });
    const [first] = made.sender.sent;
    if (first) refused(first, 'family-unavailable');
    expect((await endOf(made.run)).status).toBe('failed');
  });
});

describe('auto, in rounds or by flows', () => {
  test('a first look finds the method; it ends as soon as the destination answers', async () => {
    const made = over(['icmp'], { mode: 'continuous', queries: 5 });
    await made.pass(50);
    expect(made.run.view).toMatchObject({ rounds: 0, sent: 4 });
    await made.pass(550);
    const [udp, icmp, rounds] = made.engines.map(({ plan }) => plan);
    expect([udp?.mode, udp?.method, icmp?.mode, icmp?.method]).toEqual(['once', 'udp', 'once', 'icmp']);
    expect([udp?.queries, icmp?.queries]).toEqual([1, 1]);
    expect(rounds).toMatchObject({ mode: 'continuous', method: 'icmp', expectedHops: 4, queries: 5 });
    expect(made.run.view).toMatchObject({
      status: 'running',
      method: 'icmp',
      mode: 'continuous',
      rounds: 1,
      sent: 12,
    });
    expect(warningsOf(made.run.view)).toHaveLength(1);
    made.run.stop();
    expect(await endOf(made.run)).toMatchObject({ status: 'stopped', method: 'icmp' });
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('a destination that answers nothing is watched all the same', async () => {
    const made = over([], { mode: 'multipath' });
    await made.pass(5500);
    const plan = made.engines.at(-1)?.plan;
    expect(plan).toMatchObject({ mode: 'multipath', method: 'udp', expectedHops: null });
    expect((await endOf(made.run)).status).toBe('done');
  });

  test('a method that was asked for needs no look', async () => {
    const made = over(['tcp'], { mode: 'continuous', method: 'tcp' });
    await settled();
    expect(made.engines.map(({ plan }) => plan.mode)).toEqual(['continuous']);
    made.run.stop();
  });
});

describe('sent', () => {
  test.each<[string, readonly TraceMethod[], Partial<TraceAsk>]>([
    ['one method', ['udp'], {}],
    ['a fallback', ['tcp'], {}],
    ['no method that works', [], {}],
    ['a first look, then rounds', ['icmp'], { mode: 'continuous' }],
    ['the search for the path MTU', ['icmp'], { findMtu: true }],
  ])('%s: every packet that left', async (_, answers, ask) => {
    const made = over(answers, ask);
    await made.pass(3500);
    made.run.stop();
    const view = await endOf(made.run);
    expect(view.sent).toBe(made.sender.sent.length);
    const shown = view.hops.reduce((sum, hop) => sum + hop.sent, 0);
    if (answers[0] !== 'udp') expect(view.sent).toBeGreaterThan(shown);
  });

  test('what the helper refused, or could not send, did not leave', async () => {
    const made = await byHand();
    const [first, second, third, fourth] = made.sender.sent;
    if (!first || !second || !third || !fourth) throw new Error('not all were sent');
    refused(first, 'rate-limited');
    notSent(second, 'ENOBUFS');
    expect(made.run.view.sent).toBe(2);
    await made.pass(200);
    expect(made.sender.sent.at(-1)?.request.ttl).toBe(1);
    made.run.stop();
    expect((await endOf(made.run)).sent).toBe(3);
  });
});

describe('how large a packet may be', () => {
  test('is looked for once the destination has answered, with the distance that is known', async () => {
    const made = over(['udp'], { findMtu: true });
    await made.pass(50);
    expect(made.engines.map(({ plan }) => plan.expectedHops)).toEqual([null, 4]);
    expect(made.run.view.status).toBe('running');
    await made.pass(50);
    expect(await endOf(made.run)).toMatchObject({ status: 'done', reached: true, sent: 8, received: 4 });
  });

  test('not when it did not answer', async () => {
    const made = over([], { findMtu: true, method: 'udp' });
    await made.pass(2100);
    await endOf(made.run);
    expect(made.engines).toHaveLength(1);
  });

  test('large packets that do not even leave this machine are no failure', async () => {
    const made = stage(
      (clock) =>
        new (class extends PathSender {
          protected override take(sent: Parameters<typeof notSent>[0]): void {
            if (this.sent.length > 4) clock.setTimer(() => notSent(sent, 'EMSGSIZE'), 1);
            else super.take(sent);
          }
        })(clock, { routers: ROUTERS, destination: ADDRESS, answers: ['udp'] }),
      { findMtu: true, numeric: true },
    );
    await made.pass(60);
    expect(made.engines).toHaveLength(2);
    expect(await endOf(made.run)).toMatchObject({ status: 'done', reached: true, trouble: null });
  });

  test('the helper dies meanwhile', async () => {
    const made = over(['udp'], { findMtu: true });
    await made.pass(50);
    made.loseHelper();
    expect(await endOf(made.run)).toMatchObject({ status: 'failed', reached: true });
    expect(made.clock.pendingTimers).toBe(0);
  });
});
