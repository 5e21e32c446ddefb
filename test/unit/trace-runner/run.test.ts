import { describe, expect, test } from 'vitest';
import type { TraceView } from '../../../main/domain/model/trace.ts';
import { answered, FakeSender, lost, notSent, PathSender, refused } from './fake-sender.ts';
import { ADDRESS, byHand, endOf, OWN, settled, stage } from './stage.ts';

const ROUTERS = ['192.0.2.1', '203.0.113.1', '203.0.113.2'];

async function toTheEnd(made: Awaited<ReturnType<typeof byHand>>): Promise<TraceView> {
  const [first, second, third, fourth] = made.sender.sent;
  if (!first || !second || !third || !fourth) throw new Error('not all were sent');
  answered(first, '192.0.2.1');
  answered(second, '203.0.113.1');
  lost(third);
  answered(fourth, ADDRESS, { kind: 'unreachable', code: 'port-unreachable' });
  return endOf(made.run);
}

describe('a trace from start to end', () => {
  test('the helper is asked as planned, the view tells who answered', async () => {
    const made = await byHand();
    expect(made.sender.sent.map(({ request }) => request)).toEqual(
      [1, 2, 3, 4].map((ttl) => ({
        method: 'udp',
        address: ADDRESS,
        ttl,
        flow: 0,
        port: 33_434,
        size: 64,
        timeoutMs: 2000,
      })),
    );
    const view = await toTheEnd(made);
    expect(view).toMatchObject({
      id: 'trace-1',
      status: 'done',
      host: ADDRESS,
      destination: { address: ADDRESS, name: null },
      family: 4,
      method: 'udp',
      source: OWN,
      network: 'home',
      reached: true,
      sent: 4,
      received: 3,
      trouble: null,
      comparison: null,
    });
    expect(view.hops.map(({ nodes }) => nodes.map(({ address }) => address))).toEqual([
      ['192.0.2.1'],
      ['203.0.113.1'],
      [],
      [ADDRESS],
    ]);
    expect(view.hops[0]?.nodes[0]?.note).toBe('documentation');
    expect(view.sentence.text).not.toBe('');
    expect(made.run.failure).toBeNull();
  });

  test.each([
    [{}, undefined],
    [{ size: 64 }, undefined],
    [{ size: 1400 }, 1400],
    [{ size: 1400, method: 'icmp' }, 1400],
    [{ size: 1400, method: 'tcp' }, undefined],
  ] as const)(
    '%j: the view tells the size of its packets where it was chosen and matters',
    async (ask, size) => {
      const { run } = await byHand(ask);
      expect(run.view.size).toBe(size);
      run.stop();
    },
  );

  test('nothing is left behind when it has ended', async () => {
    const made = await byHand();
    made.run.onChange(() => {});
    await toTheEnd(made);
    expect(made.clock.pendingTimers).toBe(0);
    expect(made.isHelperWatched()).toBe(false);
    expect(made.sender.cancelled).toEqual([]);
  });

  test('late and second answers reach the engine, also when their result is long told', async () => {
    const made = await byHand();
    const [first, second] = made.sender.sent;
    if (!first || !second) throw new Error('not sent');
    lost(first);
    answered(second, '203.0.113.1');
    const report = { event: 'probe-again', id: first.id } as const;
    const reply = { ...ANSWER, from: '192.0.2.1' };
    first.tell({ ...report, kind: 'late', answer: reply });
    second.tell({ ...report, id: second.id, kind: 'duplicate', answer: reply });
    expect(made.engines[0]?.told).toEqual([
      'result 1 lost',
      'result 2 answered',
      'late 1 192.0.2.1',
      'duplicate 2 192.0.2.1',
    ]);
    made.run.stop();
    first.tell({ ...report, kind: 'duplicate', answer: reply });
    expect(made.engines[0]?.told).toHaveLength(4);
  });

  test('duration is what passed until the end, and stays', async () => {
    const made = await byHand();
    made.clock.advance(120);
    expect(made.run.view.durationMs).toBe(120);
    const view = await toTheEnd(made);
    made.clock.advance(500);
    expect([view.durationMs, made.run.view.durationMs]).toEqual([120, 120]);
  });
});

const ANSWER = {
  kind: 'ttl-exceeded',
  rttMs: 2500,
  code: null,
  ttl: null,
  quotedTtl: null,
  translated: null,
  mtu: null,
  mpls: [],
  interfaces: [],
} as const;

describe('who listens', () => {
  test('is told ten times a second at most, and at once at the end', async () => {
    const clockedAt: number[] = [];
    const made = stage((clock) => new PathSender(clock, path(['udp'])), {
      mode: 'continuous',
      numeric: true,
    });
    made.run.onChange(() => clockedAt.push(made.clock.now().monoMs));
    await made.pass(60);
    const views: TraceView[] = [];
    const forget = made.run.onChange((view) => views.push(view));
    forget();
    const told = clockedAt.length;
    expect(told).toBeGreaterThan(0);
    for (const [index, at] of clockedAt.entries()) {
      if (index > 0) expect(at - (clockedAt[index - 1] ?? 0)).toBeGreaterThanOrEqual(100);
    }
    made.run.stop();
    expect(clockedAt).toHaveLength(told + 1);
    expect(views).toEqual([]);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('one who comes after the end is told nothing, and can leave', async () => {
    const made = await byHand();
    await toTheEnd(made);
    const views: TraceView[] = [];
    const forget = made.run.onChange((view) => views.push(view));
    made.run.stop();
    forget();
    expect([views, made.clock.pendingTimers]).toEqual([[], 0]);
  });

  test('a view stays the same until something changes', async () => {
    const made = await byHand();
    const { view } = made.run;
    expect(made.run.view).toBe(view);
    const [first] = made.sender.sent;
    if (first) answered(first, '192.0.2.1');
    expect(made.run.view).not.toBe(view);
  });
});

function path(answers: readonly ('udp' | 'icmp' | 'tcp')[]) {
  return { routers: ROUTERS, destination: ADDRESS, answers };
}

describe('stop', () => {
  test('while packets are in flight: they are given up, what is known stays', async () => {
    const made = await byHand();
    const [first] = made.sender.sent;
    if (first) answered(first, '192.0.2.1');
    made.run.stop();
    const view = await made.run.ended;
    expect(view).toMatchObject({ status: 'stopped', received: 1, trouble: null });
    expect(made.sender.cancelled).toEqual([2, 3, 4]);
    expect(made.clock.pendingTimers).toBe(0);
    const [, second] = made.sender.sent;
    if (second) answered(second, '203.0.113.1');
    expect(made.run.view).toBe(view);
    made.run.stop();
    expect(made.run.view.status).toBe('stopped');
  });

  test('while the name is looked up: ended at once, and the answer changes nothing', async () => {
    let found: (addresses: { address: string }[]) => void = () => {};
    const lookup = () => new Promise<{ address: string }[]>((resolve) => (found = resolve));
    const made = await byHand({ host: 'example.com' }, { lookup });
    expect(made.run.view).toMatchObject({ status: 'running', destination: { address: '', name: null } });
    made.run.stop();
    expect((await made.run.ended).status).toBe('stopped');
    found([{ address: ADDRESS }]);
    await settled();
    expect(made.sender.sent).toEqual([]);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('while the own address is looked for', async () => {
    let found: (address: string) => void = () => {};
    const ownAddress = () => new Promise<string>((resolve) => (found = resolve));
    const made = await byHand({}, { ownAddress });
    made.run.stop();
    found(OWN);
    await settled();
    expect([made.run.view.status, made.sender.sent]).toEqual(['stopped', []]);
  });
});

describe('the helper', () => {
  test('none runs: failed at once, in words with the way out', async () => {
    const made = stage(
      (clock) => {
        const sender = new FakeSender(clock);
        sender.isGone = true;
        return sender;
      },
      { numeric: true },
    );
    const view = await endOf(made.run);
    expect(view).toMatchObject({ status: 'failed', received: 0, sentence: { state: 'starting' } });
    expect(view.trouble).toMatch(/needs the helper, which does not run: .*faultline doctor/);
    expect(view.sentence.text).toBe(view.trouble);
    expect(made.run.failure).toBe('helper');
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('dies in the middle, and says so: what is known stays', async () => {
    const made = await byHand();
    const [first] = made.sender.sent;
    if (first) answered(first, '192.0.2.1');
    made.loseHelper();
    const view = await endOf(made.run);
    expect(view).toMatchObject({ status: 'failed', received: 1 });
    expect(view.trouble).toMatch(/^The helper stopped in the middle of the trace: trace again/);
    expect([made.run.failure, made.clock.pendingTimers]).toEqual(['helper', 0]);
  });

  test('dies before the first packet', async () => {
    const lookup = () => new Promise<never>(() => {});
    const made = await byHand({ host: 'example.com' }, { lookup });
    made.loseHelper();
    expect((await endOf(made.run)).trouble).toMatch(/needs the helper/);
  });

  test('falls silent: noticed a second after the deadline, also after some answers', async () => {
    const made = await byHand();
    made.clock.advance(500);
    const [first] = made.sender.sent;
    if (first) answered(first, '192.0.2.1');
    made.clock.advance(2499);
    expect(made.run.view.status).toBe('running');
    made.clock.advance(1);
    expect(await endOf(made.run)).toMatchObject({ status: 'failed', received: 1 });
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('answers within that second are taken', async () => {
    const made = await byHand();
    made.clock.advance(2900);
    for (const sent of made.sender.sent) lost(sent);
    expect(await endOf(made.run)).toMatchObject({ status: 'done', reached: false, received: 0 });
  });

  test('has no socket of the family', async () => {
    const made = await byHand();
    const [first] = made.sender.sent;
    if (first) refused(first, 'family-unavailable');
    expect((await endOf(made.run)).trouble).toMatch(/no IPv4 socket: trace an IPv6 address/);
    expect(made.sender.cancelled).toEqual([2, 3, 4]);
  });

  test('is of another version', async () => {
    const made = await byHand();
    const [first] = made.sender.sent;
    if (first) refused(first, 'out-of-range');
    expect((await endOf(made.run)).trouble).toMatch(/does not take these probes \(said out-of-range\)/);
    expect(made.run.failure).toBe('helper');
  });
});

describe('packets that never left', () => {
  const all = async (code: string | null) => {
    const made = await byHand();
    for (const sent of made.sender.sent) notSent(sent, code);
    return { view: await endOf(made.run), failure: made.run.failure, made };
  };

  test.each([
    ['ENETUNREACH', /^This machine has no way to 198\.51\.100\.9, since it has no route for it over IPv4/],
    ['EPERM', /^A firewall of this machine lets no probe to .* out \(EPERM\): allow it/],
    ['EACCES', /^This machine does not send to .* \(EACCES\), probably because it stands for all machines/],
    ['EMSGSIZE', /^Packets of 64 bytes are too large for this machine's own link/],
    ['EINVAL', /\(EINVAL\): check how 198\.51\.100\.9 is written/],
    ['EIO', /^Not one probe to 198\.51\.100\.9 could be sent \(EIO\)/],
    [null, /could be sent \(send-error\)/],
  ])('all of them, %s: failed, since that says nothing of the path', async (code, words) => {
    const { view, failure, made } = await all(code);
    expect(view.trouble).toMatch(words);
    expect([view.status, view.sentence.state, failure]).toEqual(['failed', 'outage', 'route']);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('some of them: the engine is told, and the trace goes on', async () => {
    const made = await byHand();
    const [first, ...others] = made.sender.sent;
    if (first) notSent(first, 'ENOBUFS');
    for (const sent of others) answered(sent, ADDRESS, { kind: 'echo-reply' });
    expect((await endOf(made.run)).status).toBe('done');
    expect(made.engines[0]?.told[0]).toBe('result 1 unsent ENOBUFS');
  });
});

describe('mistakes of ours', () => {
  test.each([
    ['in the engine', { engines: BROKEN() }],
    ['in making the engine', { engines: UNMADE }],
    [
      'around it',
      {
        ownAddress: () => {
          throw new Error('a mistake');
        },
      },
    ],
  ])('%s end the trace in words, and throw nowhere', async (_, ports) => {
    const made = await byHand({}, ports);
    const view = await endOf(made.run);
    expect(view.status).toBe('failed');
    expect(view.trouble).toMatch(/^An error of Faultline's own ended the trace \(a mistake\)/);
    expect([made.run.failure, made.clock.pendingTimers]).toEqual(['mistake', 0]);
  });
});

describe('mistakes of a listener', () => {
  test('are not hidden, and end nothing', async () => {
    const made = await byHand();
    const told: TraceView[] = [];
    made.run.onChange(() => {
      throw new Error("the listener's own");
    });
    made.run.onChange((view) => told.push(view));
    const seen = new Promise<unknown>((resolve) => {
      const others = process.listeners('uncaughtException');
      process.removeAllListeners('uncaughtException');
      process.once('uncaughtException', (error) => {
        for (const other of others) process.on('uncaughtException', other);
        resolve(error);
      });
    });
    const view = await toTheEnd(made);
    expect(await seen).toMatchObject({ message: "the listener's own" });
    expect([view.status, told.at(-1)]).toEqual(['done', view]);
  });
});

const broken = () => {
  throw new Error('a mistake');
};
const UNMADE = { path: broken, multipath: broken, mtu: broken };

function BROKEN() {
  const facts = {
    reached: false,
    rounds: 0,
    sent: 0,
    received: 0,
    late: 0,
    duplicate: 0,
    hops: [],
    changes: [],
    links: [],
    pathMtu: null,
    warnings: [],
  };
  const engine = () => ({ start: broken, result: broken, again: broken, tick: broken, facts: () => facts });
  return { path: engine, multipath: engine, mtu: engine };
}
