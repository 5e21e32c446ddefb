import { describe, expect, test } from 'vitest';
import { Bench, type ErrorChanges } from './bench.ts';

const flip = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));

/** One echo is waiting; what came for it must be nobody's. */
function expectUnmatched(bench: Bench): void {
  expect(bench.take()).toEqual([]);
  expect(bench.prober.counters).toMatchObject({
    received: 1,
    matched: 0,
    unmatched: 1,
    malformed: 0,
    pending: 1,
  });
}

describe.each(['192.0.2.1', '2001:db8::1'])('replies that are not from %s', (address) => {
  test('another ICMP id', () => {
    const bench = new Bench();
    const { echo } = bench.send({ address });
    bench.reply(echo, { id: echo.id ^ 1 });
    expectUnmatched(bench);
  });

  test('another sequence number', () => {
    const bench = new Bench();
    const { echo } = bench.send({ address });
    bench.reply(echo, { sequence: (echo.sequence + 1) & 0xffff });
    expectUnmatched(bench);
  });

  test.each([0, 7, 15])('another token, at byte %i', (at) => {
    const bench = new Bench();
    const { echo } = bench.send({ address });
    bench.reply(echo, { payload: flip(echo.payload, at) });
    expectUnmatched(bench);
  });

  test.each([0, 15])('a token cut to %i bytes', (length) => {
    const bench = new Bench();
    const { echo } = bench.send({ address });
    bench.reply(echo, { payload: echo.payload.slice(0, length) });
    expectUnmatched(bench);
  });

  test('a token of zeros, which a quote may have, but no reply', () => {
    const bench = new Bench();
    const { echo } = bench.send({ address });
    bench.reply(echo, { payload: new Uint8Array(56) });
    expectUnmatched(bench);
  });

  test('another sender', () => {
    const bench = new Bench();
    const { echo } = bench.send({ address });
    bench.reply(echo, { from: address.includes(':') ? '2001:db8::2' : '192.0.2.2' });
    expectUnmatched(bench);
  });

  test('the payload behind the token may be cut or changed', () => {
    const bench = new Bench();
    const { echo } = bench.send({ address });
    bench.reply(echo, { payload: echo.payload.slice(0, 16) });
    expect(bench.take()).toMatchObject([{ outcome: 'reply' }]);
  });
});

describe('errors that are not about our echo', () => {
  /** Offsets behind the 20-byte IPv4 header: ICMP type 0, id 4, sequence 6, token 8. */
  const changes: [string, ErrorChanges][] = [
    ['quoting an echo reply', { change: (quoted) => quoted.set([0], 20) }],
    ['another ICMP id', { change: (quoted) => quoted.set([(quoted[25] ?? 0) ^ 1], 25) }],
    ['another sequence number', { change: (quoted) => quoted.set([(quoted[27] ?? 0) ^ 1], 27) }],
    ['another token', { change: (quoted) => quoted.set([(quoted[43] ?? 0) ^ 1], 43) }],
    [
      'one byte of another token',
      { quotedBytes: 9, change: (quoted) => quoted.set([(quoted[28] ?? 0) ^ 1], 28) },
    ],
    ['another destination', { destination: '192.0.2.2' }],
    ['another protocol', { change: (quoted) => quoted.set([17], 9) }],
    ['a later fragment', { change: (quoted) => quoted.set([0, 1], 6) }],
    ['less than 8 bytes', { quotedBytes: 7 }],
  ];
  test.each(changes)('%s', (_, change) => {
    const bench = new Bench();
    const { echo } = bench.send();
    bench.error(echo, '198.51.100.1', change);
    expectUnmatched(bench);
  });

  test('IPv6: another destination', () => {
    const bench = new Bench();
    const { echo } = bench.send({ address: '2001:db8::1' });
    bench.error(echo, '2001:db8::fe', { destination: '2001:db8::2' });
    expectUnmatched(bench);
  });

  test('an IPv4 error that quotes IPv6 is nobody’s', () => {
    const bench = new Bench();
    const { echo } = bench.send();
    bench.error(echo, '198.51.100.1', { change: (quoted) => quoted.set([0x60], 0) });
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters.matched).toBe(0);
  });
});

describe('packets that are no packets', () => {
  test.each([
    ['nothing', new Uint8Array(0)],
    ['a stub', Uint8Array.of(0x45, 0, 0)],
    ['IPv4 without ICMP', Uint8Array.from({ length: 20 }, (_, i) => (i === 0 ? 0x45 : i === 3 ? 20 : 0))],
    ['noise', new Uint8Array(200).fill(0xff)],
  ])('%s is malformed', (_, bytes) => {
    const bench = new Bench();
    bench.send();
    bench.arrive(4, bytes, '192.0.2.1');
    bench.arrive(6, bytes.subarray(0, 3), '::1');
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters).toMatchObject({ received: 2, malformed: 2, unmatched: 0, pending: 1 });
  });

  test('a reply with a bad ICMP checksum does not count', () => {
    const bench = new Bench();
    const { echo } = bench.send();
    const reply = echo.bytes.slice();
    // Type 0 without a new checksum.
    reply[0] = 0;
    bench.arrive4(reply, '192.0.2.1');
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters.malformed).toBe(1);
  });

  test('an error whose quote is no datagram is malformed', () => {
    const bench = new Bench();
    const { echo } = bench.send();
    bench.error(echo, '198.51.100.1', { change: (quoted) => quoted.fill(0) });
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters.malformed).toBe(1);
  });

  test('our own request coming by is no answer', () => {
    const bench = new Bench();
    const { echo } = bench.send();
    bench.arrive4(echo.bytes, '192.0.2.1');
    expectUnmatched(bench);
  });

  test('a failed read is counted, a wake-up without a packet is not', () => {
    const bench = new Bench();
    bench.prober.channelEvents.onReadFailure('EAGAIN');
    expect(bench.prober.counters.malformed).toBe(0);
    bench.prober.channelEvents.onReadFailure('ENOMEM');
    expect(bench.prober.counters.malformed).toBe(1);
  });
});
