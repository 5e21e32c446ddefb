import { afterEach, describe, expect, test } from 'vitest';
import type { Finding } from '../../../../main/monitor/flight/probe.ts';
import { sendDns } from '../../../../main/monitor/kinds/dns.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { type DnsServer, type Manner, startDnsServer } from './dns-server.ts';
import { context, probeOnce } from './probe-once.ts';

let server: DnsServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function ask(manner: Manner, host = '127.0.0.1'): Promise<Finding> {
  server = await startDnsServer(manner, host);
  return probeOnce(sendDns, { kind: 'dns', address: host, port: server.port });
}

describe('dns on the loopback', () => {
  test.each(['address', 'no-name', 'no-data'] as const)('%s is an answer', async (manner) => {
    expect(await ask(manner)).toEqual({ outcome: 'reply', rttMs: expect.any(Number), via: 'socket' });
  });

  test('over IPv6', async () => {
    expect(await ask('address', '::1')).toMatchObject({ outcome: 'reply' });
  });

  test.each([
    ['servfail', 'servfail'],
    ['refused', 'refused'],
    ['garbage', 'bad-response'],
  ] as const)('%s is no answer that helps', async (manner, detail) => {
    expect(await ask(manner)).toEqual({ outcome: 'unreachable', rttMs: null, via: 'socket', detail });
  });

  test('nobody at that port', async () => {
    const gone = await startDnsServer('address');
    await gone.close();
    const finding = await probeOnce(sendDns, { kind: 'dns', address: '127.0.0.1', port: gone.port });
    expect(finding).toEqual({ outcome: 'unreachable', rttMs: null, via: 'socket', detail: 'no-contact' });
  });

  test('what is no address is an error', async () => {
    const finding = await probeOnce(sendDns, { kind: 'dns', address: 'resolver.example', port: 53 });
    expect(finding).toEqual({ outcome: 'error', rttMs: null, via: 'socket', detail: 'bad-address' });
  });

  test('every probe asks the server itself: nothing is remembered between them', async () => {
    server = await startDnsServer('address');
    const anchor = { kind: 'dns', address: '127.0.0.1', port: server.port } as const;
    await probeOnce(sendDns, anchor);
    await probeOnce(sendDns, anchor);
    await probeOnce(sendDns, anchor);
    expect(server.queries).toBe(3);
  });

  async function silent() {
    const held = await startDnsServer('silent');
    server = held;
    const clock = new FakeClock();
    const found: Finding[] = [];
    const tellers: (() => void)[] = [];
    const arrived = held.nextQuery();
    const probing = sendDns(
      { kind: 'dns', address: '127.0.0.1', port: held.port },
      context({ clock, deadlineMs: 1000 }),
      (finding) => {
        found.push(finding);
        for (const tell of tellers.splice(0)) tell();
      },
    );
    const next = (): Promise<void> =>
      new Promise((resolve) => {
        tellers.push(resolve);
      });
    await arrived;
    return { clock, found, held, next, probing };
  }

  test('no answer by the deadline is lost, one after it is late', async () => {
    const { clock, found, held, next } = await silent();
    clock.advance(1500);
    expect(found).toEqual([{ outcome: 'lost', rttMs: null, via: 'socket' }]);
    const told = next();
    held.release();
    await told;
    expect(found[1]).toEqual({ outcome: 'late', rttMs: 1500, via: 'socket' });
  });

  test('given up after 10 s', async () => {
    const { clock, found, held } = await silent();
    clock.advance(10_000);
    held.release();
    await probeOnce(sendDns, { kind: 'dns', address: 'resolver.example' });
    expect(found.map(({ outcome }) => outcome)).toEqual(['lost']);
    expect(clock.pendingTimers).toBe(0);
  });

  test('cancelled: nothing is reported', async () => {
    const { clock, found, probing } = await silent();
    probing.cancel();
    clock.advance(20_000);
    expect(found).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  test('an answer with a foreign id is not believed', async () => {
    server = await startDnsServer('foreign-id');
    const finding = await probeOnce(
      sendDns,
      { kind: 'dns', address: '127.0.0.1', port: server.port },
      { deadlineMs: 300 },
    );
    expect(finding.outcome).not.toBe('reply');
  });
});
