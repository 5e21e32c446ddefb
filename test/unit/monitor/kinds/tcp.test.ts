import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Anchor } from '../../../../main/domain/model/anchor.ts';
import type { Finding } from '../../../../main/monitor/flight/probe.ts';
import { RoundTrips } from '../../../../main/monitor/flight/round-trips.ts';
import { tcpDeadlineMs } from '../../../../main/monitor/kinds/tcp-connect.ts';
import { sendTcp4 } from '../../../../main/monitor/kinds/tcp4.ts';
import { sendTcp6 } from '../../../../main/monitor/kinds/tcp6.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { context, probeOnce } from './probe-once.ts';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(host: string): Promise<{ server: Server; port: number }> {
  const server = createServer((socket) => socket.on('error', () => undefined).resume());
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}

/** A port that was just free, so that nobody listens on it. */
async function closedPort(host: string): Promise<number> {
  const { server, port } = await listen(host);
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

const v4 = (port: number): Anchor => ({ kind: 'tcp4', address: '127.0.0.1', port });
const v6 = (port: number): Anchor => ({ kind: 'tcp6', address: '::1', port });

describe('tcp on the loopback', () => {
  test('an accepted connection is a reply, and is not left open', async () => {
    const { server, port } = await listen('127.0.0.1');
    const ended = new Promise<void>((resolve) => {
      server.on('connection', (socket) => socket.on('close', () => resolve()));
    });
    const finding = await probeOnce(sendTcp4, v4(port));
    expect(finding).toEqual({ outcome: 'reply', rttMs: expect.any(Number), via: 'socket' });
    expect(finding.rttMs).toBeGreaterThan(0);
    await ended;
  });

  test('the same over IPv6', async () => {
    const { port } = await listen('::1');
    expect(await probeOnce(sendTcp6, v6(port))).toMatchObject({ outcome: 'reply', via: 'socket' });
  });

  test.each([
    ['IPv4', sendTcp4, '127.0.0.1', v4],
    ['IPv6', sendTcp6, '::1', v6],
  ] as const)('a refused %s connection is reachable, with its round trip', async (_, send, host, anchor) => {
    const finding = await probeOnce(send, anchor(await closedPort(host)));
    expect(finding).toEqual({ outcome: 'refused', rttMs: expect.any(Number), via: 'socket' });
  });

  test('an address of the other family is an error, not a fallback', async () => {
    const { port } = await listen('127.0.0.1');
    const finding = await probeOnce(sendTcp6, { kind: 'tcp6', address: '127.0.0.1', port });
    expect(finding.outcome).not.toBe('lost');
    expect(finding.via).toBe('socket');
  });

  test('cancelled: nothing is reported, the deadline is taken down', async () => {
    const { port } = await listen('127.0.0.1');
    const clock = new FakeClock();
    const found: Finding[] = [];
    const probing = sendTcp4(v4(port), context({ clock, deadlineMs: 1000 }), (finding) =>
      found.push(finding),
    );
    probing.cancel();
    probing.cancel();
    clock.advance(20_000);
    // A connection of our own made after it: had the first been alive, it would have been served before.
    expect(await probeOnce(sendTcp4, v4(port))).toMatchObject({ outcome: 'reply' });
    expect(found).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});

/** Connects for real while the clock of the probe is moved on between the send and the answer. */
async function answeredAfter(elapsedMs: number, usualMs: number | null): Promise<Finding> {
  const { port } = await listen('127.0.0.1');
  const clock = new FakeClock();
  return new Promise((resolve) => {
    sendTcp4(v4(port), context({ clock, deadlineMs: 9_000, usualMs }), resolve);
    clock.stall(elapsedMs);
  });
}

describe('retransmitted SYN', () => {
  test.each([1020, 3020, 7020])('an answer after %d ms on a 20 ms line is a loss', async (elapsedMs) => {
    expect(await answeredAfter(elapsedMs, 20)).toEqual({
      outcome: 'lost',
      rttMs: null,
      via: 'socket',
      detail: 'syn-retransmitted',
      observedMs: elapsedMs,
    });
  });

  test('slow, but not by a retransmission', async () => {
    expect(await answeredAfter(850, 20)).toMatchObject({ outcome: 'reply', rttMs: 850 });
  });

  test('over a satellite the same time is an honest answer, a second more is not', async () => {
    expect(await answeredAfter(1300, 1200)).toMatchObject({ outcome: 'reply', rttMs: 1300 });
    expect(await answeredAfter(2200, 1200)).toMatchObject({ outcome: 'lost', detail: 'syn-retransmitted' });
  });

  test('as long as nothing is known a shorter line is assumed', async () => {
    expect(await answeredAfter(1200, null)).toMatchObject({ outcome: 'lost', observedMs: 1200 });
  });

  test('a refusal after it is a loss as well', async () => {
    const port = await closedPort('127.0.0.1');
    const clock = new FakeClock();
    const finding = await new Promise<Finding>((resolve) => {
      sendTcp4(v4(port), context({ clock, deadlineMs: 9_000, usualMs: 20 }), resolve);
      clock.stall(1020);
    });
    expect(finding).toMatchObject({ outcome: 'lost', detail: 'syn-retransmitted' });
  });

  test('at the deadline it is lost, with no late answer to follow', async () => {
    const { port } = await listen('127.0.0.1');
    const clock = new FakeClock();
    const found: Finding[] = [];
    sendTcp4(v4(port), context({ clock, deadlineMs: 1270 }), (finding) => found.push(finding));
    clock.advance(1270);
    await probeOnce(sendTcp4, v4(port));
    clock.advance(20_000);
    expect(found).toEqual([{ outcome: 'lost', rttMs: null, via: 'socket' }]);
  });
});

describe('deadline of a connect', () => {
  test('leaves room for the first retransmission to be told by name', () => {
    const roundTrips = new RoundTrips();
    expect(tcpDeadlineMs(roundTrips, 1000)).toBe(3250);
    expect(tcpDeadlineMs(roundTrips, 4000)).toBe(4000);
    for (let turn = 0; turn < 20; turn += 1) roundTrips.record(20);
    expect(tcpDeadlineMs(roundTrips, 4000)).toBeGreaterThan(1265);
    expect(tcpDeadlineMs(roundTrips, 4000)).toBeLessThan(1275);
  });
});
