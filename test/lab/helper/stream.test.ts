import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../../helper/protocol/limits.ts';
import { echo, type HelperProcess, startHelper, stopHelpers } from './helper-process.ts';
import { Network } from './network.ts';

const network = new Network();

beforeAll(() => {
  network.build();
  network.filter('ip daddr 203.0.113.20 drop');
});
afterAll(() => network.remove());
afterEach(stopHelpers);

const SILENT = '203.0.113.20';

async function begin(flags: readonly string[] = []): Promise<HelperProcess> {
  const helper = startHelper(Network.within(network.client), {}, flags);
  await helper.hello();
  return helper;
}

/** Noise of a seed: all byte values, with a newline in 64. */
function noise(length: number, seed: number): Buffer {
  let state = seed;
  return Buffer.from(
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state >>> 26 === 0 ? 0x0a : state >>> 16;
    }),
  );
}

describe('input', () => {
  test('300,000 bytes of noise: every line refused, and the next command understood', async () => {
    const helper = await begin();
    const bytes = noise(300_000, 42);
    helper.write(bytes);
    helper.write('\n');
    helper.send({ op: 'hello', id: 7, protocol: 1 }, { op: 'stats', id: 8 });
    await helper.answer('hello', 7);
    const stats = await helper.answer('stats', 8);
    const newlines = bytes.filter((byte) => byte === 0x0a).length + 1;
    expect(stats).toMatchObject({ rejected: newlines, sent: 0, dropped: 0 });
    expect(helper.events.filter(({ event }) => event === 'error')).toHaveLength(newlines);
  });

  test('commands byte by byte, and several in one write with nonsense between', async () => {
    const helper = await begin();
    for (const byte of Buffer.from('{"op":"stats","id":1}\r\n')) helper.write(Uint8Array.of(byte));
    await helper.answer('stats', 1);
    helper.write(`{"op":"stats","id":2}\n\u0000\n${'x'.repeat(20_000)}\n{"op":"stats","id":3}\n`);
    expect(await helper.answer('stats', 3)).toMatchObject({ rejected: 2 });
    expect(helper.events.slice(2).map((event) => ('code' in event ? event.code : event.event))).toEqual([
      'stats',
      'bad-json',
      'line-too-long',
      'stats',
    ]);
  });

  test('nothing but hello is answered before hello', async () => {
    const helper = startHelper(Network.within(network.client));
    helper.send(echo(1, '127.0.0.1'), { op: 'hello', id: 2, protocol: 7 }, { op: 'stats', id: 3 });
    await helper.answer('error', 3);
    expect(helper.events.map((event) => 'code' in event && event.code)).toEqual([
      'hello-first',
      'protocol-mismatch',
      'hello-first',
    ]);
  });
});

describe('limits in the running process', () => {
  test('past the rate echoes are refused, the rest is told exactly once', async () => {
    const helper = await begin();
    const total = LIMITS.rateBurst + 400;
    const ids = Array.from({ length: total }, (_, index) => index + 1);
    helper.send(...ids.map((id) => echo(id, SILENT, { timeoutMs: 3000 })));
    const ofEcho = () => helper.events.filter(({ event }) => event === 'echo' || event === 'error');
    await helper.until(() => ofEcho().length >= total);
    const refused = helper.events.filter((event) => event.event === 'error');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((event) => event.code === 'rate-limited')).toBe(true);
    const told = ofEcho().map((event) => ('id' in event ? event.id : null));
    expect(told.toSorted((a, b) => Number(a) - Number(b))).toEqual(ids);
  });

  test('outstanding: exactly so many are pending when the first is refused', async () => {
    const helper = await begin();
    let id = 0;
    let refused = false;
    while (!refused) {
      const batch = Array.from({ length: 100 }, () => echo(++id, SILENT, { timeoutMs: LIMITS.timeoutMaxMs }));
      helper.send(...batch, { op: 'stats', id: ++id });
      await helper.answer('stats', id);
      refused = helper.events.some(
        (event) => event.event === 'error' && event.code === 'too-many-outstanding',
      );
    }
    expect(helper.events.findLast(({ event }) => event === 'stats')).toMatchObject({
      pending: LIMITS.outstanding,
    });
  });
});

describe('leaving', () => {
  test('end of input: what is pending is told, then exit 0', async () => {
    const helper = await begin();
    helper.send(echo(1, SILENT, { timeoutMs: 400 }), echo(2, '203.0.113.10'));
    helper.closeInput();
    expect(await helper.ended).toEqual({ code: 0, signal: null, stderr: '' });
    expect(helper.events.filter(({ event }) => event === 'echo')).toMatchObject([
      { id: 2, outcome: 'reply' },
      { id: 1, outcome: 'lost' },
    ]);
  });

  test('end of input within a line: the line is refused', async () => {
    const helper = await begin();
    helper.write('{"op":"stats","id":1}');
    helper.closeInput();
    expect(await helper.ended).toMatchObject({ code: 0 });
    expect(helper.events.at(-1)).toMatchObject({ event: 'error', id: null, code: 'bad-json' });
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s drains too, and takes no more commands',
    async (signal) => {
      const helper = await begin();
      helper.send(echo(1, SILENT, { timeoutMs: 400 }), { op: 'stats', id: 2 });
      await helper.answer('stats', 2);
      process.kill(helper.pid, signal);
      expect(await helper.ended).toEqual({ code: 0, signal: null, stderr: '' });
      expect(helper.events.at(-1)).toMatchObject({ event: 'echo', id: 1, outcome: 'lost' });
    },
  );

  test('a second SIGTERM ends it at once', async () => {
    const helper = await begin();
    helper.send(echo(1, SILENT, { timeoutMs: LIMITS.timeoutMaxMs }), { op: 'stats', id: 2 });
    await helper.answer('stats', 2);
    process.kill(helper.pid, 'SIGTERM');
    process.kill(helper.pid, 'SIGINT');
    expect(await helper.ended).toEqual({ code: 0, signal: null, stderr: '' });
    expect(helper.events.some(({ event }) => event === 'echo')).toBe(false);
  });

  test('a client that is gone: exit without a word', async () => {
    const helper = await begin();
    helper.child.stdout?.destroy();
    helper.send({ op: 'stats', id: 1 });
    expect(await helper.ended).toEqual({ code: 0, signal: null, stderr: '' });
  });
});

/** Peak memory of a process in bytes. */
const peakBytes = (pid: number): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) * 1024;

const cpuTicks = (pid: number): string =>
  readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ').slice(11, 13).join(' ') ?? '';

/** Waits until the process has used no processor time for a while: it is blocked, or done. */
async function atRest(pid: number): Promise<void> {
  for (let before = '', quiet = 0; quiet < 5; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = cpuTicks(pid);
    quiet = now === before ? quiet + 1 : 0;
    before = now;
  }
}

describe('a client that does not read', () => {
  test('is not read either; memory stays bounded and no answer is lost', async () => {
    const helper = await begin();
    const before = peakBytes(helper.pid);
    const lines = 400_000;
    helper.child.stdout?.pause();
    helper.write('x\n'.repeat(lines));
    await atRest(helper.pid);
    // The commands have not all been taken: they wait on the client's side.
    expect(helper.child.stdin?.writableLength).toBeGreaterThan(0);
    const grown = peakBytes(helper.pid) - before;
    // A pipe's worth of refusals and the garbage of making them; all of them would take twice as much.
    expect(grown).toBeLessThan(96 * 1024 * 1024);
    helper.child.stdout?.resume();
    helper.send({ op: 'stats', id: 1 });
    expect(await helper.answer('stats', 1)).toMatchObject({ rejected: lines });
    expect(helper.events.filter(({ event }) => event === 'error')).toHaveLength(lines);
  });
});

describe('garbage collection', () => {
  test('does not take the sockets away', async () => {
    const helper = await begin(['--gc-interval=200']);
    const ids = Array.from({ length: 60 }, (_, index) => index + 1);
    for (const id of ids) {
      helper.send(echo(id, id % 2 === 0 ? '203.0.113.10' : '2001:db8:2::10'));
      expect(await helper.answer('echo', id)).toMatchObject({ outcome: 'reply' });
    }
  });
});

describe('kernel filters', () => {
  test('what is no answer does not wake the helper', async () => {
    const helper = await begin();
    // 20 requests and their replies on the same machine: the replies are seen (and are not ours).
    network.in(network.client, 'ping', '-c', '20', '-i', '0.01', '127.0.0.1');
    network.in(network.client, 'ping', '-c', '20', '-i', '0.01', '::1');
    helper.send({ op: 'stats', id: 1 });
    expect(await helper.answer('stats', 1)).toMatchObject({ received: 40, unmatched: 40, malformed: 0 });
  });
});
