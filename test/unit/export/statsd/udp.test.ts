import { afterEach, describe, expect, test } from 'vitest';
import { UDP_TIMING, type UdpOptions, UdpTransport } from '../../../../main/export/statsd/transport/udp.ts';
import { connectedUdp } from '../../../../main/export/statsd/transport/udp-socket.ts';
import { Recorder } from './recorder.ts';
import { sending } from './sending.ts';
import { deadPort, udpServer } from './servers.ts';

const QUICK = { ...UDP_TIMING, doubtMs: 50, wellAfterMs: 100, firstRetryMs: 10, longestRetryMs: 20 };

let end: () => Promise<void> = async () => {};
afterEach(() => end());

function transportTo(port: number, host = '127.0.0.1', options: UdpOptions = {}) {
  const recorder = new Recorder();
  const transport = new UdpTransport({ host, port }, recorder, { timing: QUICK, ...options });
  end = () => transport.stop();
  return { recorder, transport };
}

test('the socket is bound to an address of this machine, not to that of the server', async () => {
  const socket = await connectedUdp('127.0.0.2', 4, 8125);
  expect([socket.address().address, socket.remoteAddress().address]).toEqual(['127.0.0.1', '127.0.0.2']);
  socket.close();
});

describe('StatsD over UDP', () => {
  test('what nobody refuses counts as sent; what came before the socket was open goes out too', async () => {
    const server = await udpServer();
    const { recorder, transport } = transportTo(server.port);
    transport.send(Buffer.from('a:1|c\nb:2|ms\n'), 2);
    await server.heard.until('a:1|c\nb:2|ms\n');
    await recorder.until(({ sentCount }) => sentCount === 2);
    expect([recorder.droppedCount, recorder.phases]).toEqual([0, ['well']]);
    await server.close();
  });

  test('nobody listens: trouble, and every figure is counted as dropped', async () => {
    const { recorder, transport } = transportTo(await deadPort('udp'));
    const stop = sending(transport);
    await recorder.until(({ droppedCount }) => droppedCount >= 10);
    const lines = stop();
    await transport.stop();
    expect(recorder.phases).toContain('ECONNREFUSED');
    expect([recorder.sentCount, recorder.droppedCount]).toEqual([0, lines]);
  });

  test('the server goes and comes back: dropped in between, sent before and after, none counted twice', async () => {
    const server = await udpServer();
    const { recorder, transport } = transportTo(server.port);
    const stop = sending(transport);
    await recorder.until(({ sentCount }) => sentCount >= 5);
    await server.close();
    await recorder.until(({ droppedCount }) => droppedCount >= 10);
    const again = await udpServer(server.port);
    await recorder.until(({ phases }) => phases.at(-1) === 'well');
    const before = recorder.sentCount;
    await recorder.until(({ sentCount }) => sentCount >= before + 5);
    const lines = stop();
    await transport.stop();
    expect(recorder.phases).toEqual(['well', 'ECONNREFUSED', 'well']);
    expect(recorder.sentCount + recorder.droppedCount).toBe(lines);
    expect(again.heard.text).toContain(`line${lines}:1|c`);
    await again.close();
  });

  test('a host of two addresses: the one that serves is found', async () => {
    const server = await udpServer();
    const lookup = async () => [
      { address: '127.0.0.9', family: 4 } as const,
      { address: '127.0.0.1', family: 4 } as const,
    ];
    const { recorder, transport } = transportTo(server.port, 'statsd.example', { lookup });
    const stop = sending(transport);
    await recorder.until(({ sentCount }) => sentCount >= 3);
    stop();
    expect(server.heard.text).toContain('|c');
    await server.close();
  });

  test('it is found also when several refusals come before the next address is tried', async () => {
    const server = await udpServer();
    const lookup = async () => [
      { address: '127.0.0.9', family: 4 } as const,
      { address: '127.0.0.1', family: 4 } as const,
    ];
    const timing = { ...QUICK, firstRetryMs: 300, longestRetryMs: 300 };
    const { recorder, transport } = transportTo(server.port, 'statsd.example', { lookup, timing });
    transport.send(Buffer.from('line:1|c\n'), 1);
    await recorder.until(({ droppedCount }) => droppedCount === 1);
    transport.send(Buffer.from('line:1|c\n'), 1);
    await recorder.until(({ droppedCount }) => droppedCount === 2);
    const stop = sending(transport);
    await server.heard.until('line');
    stop();
    await server.close();
  });

  test('a name that nobody knows: trouble, nothing gathers; known later, it goes on by itself', async () => {
    const server = await udpServer();
    let isKnown = false;
    const lookup = async () => {
      if (isKnown) return [{ address: '127.0.0.1', family: 4 } as const];
      throw Object.assign(new Error('unknown'), { code: 'ENOTFOUND' });
    };
    const { recorder, transport } = transportTo(server.port, 'statsd.example', { lookup });
    transport.send(Buffer.from('early:1|c\n'), 1);
    await recorder.until(({ phases, droppedCount }) => phases.includes('ENOTFOUND') && droppedCount === 1);
    isKnown = true;
    const stop = sending(transport);
    await server.heard.until('line');
    await recorder.until(({ phases }) => phases.at(-1) === 'well');
    stop();
    expect(server.heard.text).not.toContain('early');
    await server.close();
  });

  test('an address that nothing can be sent to is trouble, never an exception', async () => {
    // Link-local without an interface: the kernel refuses it, and nothing leaves.
    const { recorder, transport } = transportTo(8125, 'fe80::1');
    const stop = sending(transport);
    await recorder.until(({ phases, droppedCount }) => droppedCount > 2 && phases.length > 0);
    stop();
    expect(recorder.phases).not.toContain('well');
    expect(recorder.phases[0]).toMatch(/^E[A-Z]+$/);
  });

  test('what waits for the resolver is bounded', async () => {
    const lookup = () => new Promise<never>(() => {});
    const { recorder, transport } = transportTo(8125, 'statsd.example', { lookup });
    const chunk = Buffer.alloc(1_200, 'x');
    for (let count = 0; count < 100; count += 1) transport.send(chunk, 10);
    expect(recorder.droppedCount).toBe((100 - 54) * 10);
    await transport.stop();
    expect(recorder.droppedCount).toBe(1_000);
  });

  test('a new network: it goes on from a new socket', async () => {
    const server = await udpServer();
    const { recorder, transport } = transportTo(server.port);
    const stop = sending(transport);
    await recorder.until(({ sentCount }) => sentCount >= 2);
    transport.renew();
    transport.renew();
    await recorder.until(({ sentCount }) => sentCount >= 10);
    const lines = stop();
    await transport.stop();
    expect([recorder.sentCount, recorder.droppedCount]).toEqual([lines, 0]);
    await server.close();
  });
});
