import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { Anchor } from '../../../main/domain/model/anchor.ts';
import type { Finding, SendProbe } from '../../../main/monitor/flight/probe.ts';
import { ONCE_DEADLINE_MS, probeAlone, probeOnce } from '../../../main/monitor/probe-once.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { CONFIG } from './config.ts';
import { ANCHORS, NO_HELPER, startFake } from './set-up.ts';

const ANCHOR: Anchor = { kind: 'tcp4', address: '198.51.100.9', port: 443 };
const ECHO = {
  canReach: () => false,
  send: () => {
    throw new Error('no echo here');
  },
};

describe('one probe out of turn', () => {
  test('of a target that is not configured: told to the caller alone', async () => {
    const { clock, facts, monitor, line } = await startFake({ config: { anchors: [] } });
    line.rttMs = 35;
    const before = facts.length;
    const probing = monitor.probeOnce(ANCHOR);
    clock.advance(40);
    expect(await probing).toEqual({ outcome: 'reply', rttMs: 35, via: 'socket' });
    expect(JSON.stringify(facts.slice(before))).not.toContain(ANCHOR.address);
    await monitor.stop();
  });

  test('in a pause too', async () => {
    const { clock, monitor } = await startFake();
    monitor.pause();
    const probing = monitor.probeOnce(ANCHOR);
    clock.advance(20);
    expect(await probing).toMatchObject({ outcome: 'reply' });
    await monitor.stop();
  });

  test('a silent one is over after a few seconds, and holds nothing any more', async () => {
    const { clock, monitor, line } = await startFake({ config: { anchors: [] } });
    line.rttMs = null;
    monitor.pause();
    const probing = monitor.probeOnce(ANCHOR);
    expect(line.open).toBe(1);
    clock.advance(ONCE_DEADLINE_MS);
    expect(await probing).toMatchObject({ outcome: 'lost', rttMs: null });
    expect(line.open).toBe(0);
    await monitor.stop();
  });

  test('one that is over before it began is ended as well', async () => {
    let cancelled = 0;
    const send: SendProbe = (_, __, report) => {
      report({ outcome: 'error', rttMs: null, via: 'socket', detail: 'bad-address' });
      return {
        via: 'socket',
        cancel: () => {
          cancelled += 1;
        },
      };
    };
    const options = {
      clock: new FakeClock(),
      kind: { send, isEcho: false },
      echo: ECHO,
      dnsName: 'a.example',
    };
    expect(await probeOnce(ANCHOR, options)).toMatchObject({ outcome: 'error', detail: 'bad-address' });
    expect(cancelled).toBe(1);
  });
});

describe('without a monitor', { timeout: 60_000 }, () => {
  let server: Server | null = null;
  afterEach(() => {
    server?.close();
    server = null;
  });

  const listen = (): Promise<number> =>
    new Promise((resolve) => {
      const opened = createServer((socket) => socket.on('error', () => undefined)).listen(
        0,
        '127.0.0.1',
        () => {
          const address = opened.address();
          resolve(typeof address === 'object' && address !== null ? address.port : 0);
        },
      );
      server = opened;
    });

  const loopback = async (kind: Anchor['kind'], port?: number): Promise<Finding> =>
    probeAlone({ kind, address: '127.0.0.1', ...(port === undefined ? {} : { port }) }, 'name.example');

  test('an open port answers, a shut one refuses', async () => {
    const port = await listen();
    expect(await loopback('tcp4', port)).toMatchObject({ outcome: 'reply', via: 'socket' });
    server?.close();
    expect(await loopback('tcp4', port)).toMatchObject({ outcome: 'refused' });
  });

  test("echoes by the system's ping", async () => {
    expect(await loopback('icmp4')).toMatchObject({
      outcome: 'reply',
      via: 'ping',
      rttMs: expect.any(Number),
    });
  });

  test('a resolver that is not there', async () => {
    const port = await listen();
    server?.close();
    expect(await loopback('dns', port)).toMatchObject({ outcome: 'unreachable', detail: 'no-contact' });
  });
});

describe('the helper', () => {
  test("is the supervisor's: asked as it is, chosen by the config", async () => {
    const { monitor, supervisor } = await startFake({ helper: NO_HELPER });
    expect(await monitor.helper.fix()).toMatchObject({ ok: false });
    expect(await monitor.helper.useWay('sudo-prompt')).toMatchObject({ ok: false });
    monitor.reconfigure({ ...CONFIG, helperWay: 'pkexec' });
    // Settings that leave it out leave it as it is.
    monitor.reconfigure(CONFIG);
    expect(supervisor.asked).toEqual(['fix', 'use sudo-prompt', 'pkexec']);
    await monitor.stop();
  });

  test('declined: measured by ping, and the reason is told', async () => {
    const { monitor, supervisor, facts } = await startFake({ helper: NO_HELPER });
    supervisor.become({ client: null, code: 'declined', reason: 'the right was not given' });
    expect(monitor.mode).toEqual({ icmp: 'ping', reason: 'The right was not given.' });
    expect(facts.at(-1)).toMatchObject({ type: 'mode', mode: { icmp: 'ping' } });
    expect(facts.flatMap((fact) => (fact.type === 'anchors' ? [fact.anchors.length] : []))).toEqual([
      ANCHORS.length + 1,
    ]);
    await monitor.stop();
  });
});
