import { afterEach, describe, expect, test } from 'vitest';
import { TCP_TIMING, type TcpOptions, TcpTransport } from '../../../../main/export/statsd/transport/tcp.ts';
import { Recorder } from './recorder.ts';
import { flooding, sending } from './sending.ts';
import { deadPort, tcpServer } from './servers.ts';

const QUICK = { ...TCP_TIMING, wellAfterMs: 50, firstRetryMs: 10, longestRetryMs: 40, lookMs: 20 };

let end: () => Promise<void> = async () => {};
afterEach(() => end());

function transportTo(port: number, host = '127.0.0.1', options: TcpOptions = {}) {
  const recorder = new Recorder();
  const transport = new TcpTransport({ host, port }, recorder, { timing: QUICK, ...options });
  end = () => transport.stop();
  return { recorder, transport };
}

describe('StatsD over TCP', () => {
  test('what the far end acknowledged counts as sent; what came before the connection goes out too', async () => {
    const server = await tcpServer();
    const { recorder, transport } = transportTo(server.port);
    transport.send(Buffer.from('a:1|c\nb:2|ms\n'), 2);
    await server.heard.until('a:1|c\nb:2|ms\n');
    await recorder.until(({ sentCount, phases }) => sentCount === 2 && phases.length > 0);
    expect([recorder.droppedCount, recorder.phases]).toEqual([0, ['well']]);
    await transport.stop();
    expect(server.accepted()).toBe(1);
    await server.close();
  });

  test('the end delivers what was written last, without a reset', async () => {
    let wasReset = false;
    const server = await tcpServer(0, (socket) => {
      socket.write('some words of no use');
      socket.on('error', () => {
        wasReset = true;
      });
    });
    const { recorder, transport } = transportTo(server.port);
    transport.send(Buffer.from('first:1|c\n'), 1);
    await server.heard.until('first');
    transport.send(Buffer.from('last:1|c\n'), 1);
    await transport.stop();
    await server.heard.until('last:1|c\n');
    expect([recorder.sentCount, recorder.droppedCount, wasReset]).toEqual([2, 0, false]);
    await server.close();
  });

  test('nobody listens: trouble, tried again and again, every figure dropped', async () => {
    const { recorder, transport } = transportTo(await deadPort('tcp'));
    const stop = sending(transport);
    await recorder.until(({ droppedCount }) => droppedCount >= 10);
    const lines = stop();
    await transport.stop();
    expect(recorder.phases).toEqual(['ECONNREFUSED']);
    expect([recorder.sentCount, recorder.droppedCount]).toEqual([0, lines]);
  });

  test('the server goes and comes back: connected again by itself, every figure counted once', async () => {
    const server = await tcpServer();
    const { recorder, transport } = transportTo(server.port);
    const stop = sending(transport);
    await recorder.until(({ sentCount, phases }) => sentCount >= 5 && phases.length > 0);
    await server.close();
    await recorder.until(({ droppedCount }) => droppedCount >= 10);
    const again = await tcpServer(server.port);
    await recorder.until(({ phases }) => phases.at(-1) === 'well');
    const before = recorder.sentCount;
    await recorder.until(({ sentCount }) => sentCount >= before + 5);
    const lines = stop();
    await transport.stop();
    expect(recorder.phases[0]).toBe('well');
    expect(recorder.sentCount + recorder.droppedCount).toBe(lines);
    expect(again.heard.text).toContain(`line${lines}:1|c`);
    await again.close();
  });

  test('a server that closes every connection at once never counts as well', async () => {
    const server = await tcpServer(0, (socket) => socket.end());
    const { recorder, transport } = transportTo(server.port);
    const stop = sending(transport);
    await recorder.until(() => server.accepted() >= 4);
    stop();
    expect(recorder.phases).not.toContain('well');
    expect(recorder.phases).toContain('closed');
    await transport.stop();
    await server.close();
  });

  test('a server that resets is trouble, never an exception', async () => {
    const server = await tcpServer(0, (socket) => socket.once('data', () => socket.resetAndDestroy()));
    const { recorder, transport } = transportTo(server.port);
    const stop = sending(transport);
    await recorder.until(({ phases }) => phases.includes('ECONNRESET') || phases.includes('EPIPE'));
    stop();
    await transport.stop();
    await server.close();
  });

  test('a server that takes nothing: bounded, dropped, and in time given up', async () => {
    const server = await tcpServer(0, (socket) => socket.pause());
    const timing = { ...QUICK, holdAfterMs: 100, deadAfterMs: 300 };
    const { recorder, transport } = transportTo(server.port, '127.0.0.1', { timing });
    const stop = flooding(transport);
    await recorder.until(({ phases }) => phases.includes('stalled'));
    stop();
    expect(recorder.droppedCount).toBeGreaterThan(10);
    await transport.stop();
    await server.close();
  });

  test('one that takes nothing for a while: told, dropped, and then it goes on with the same connection', async () => {
    const server = await tcpServer(0, (socket) => socket.pause());
    const timing = { ...QUICK, holdAfterMs: 100, deadAfterMs: 600_000 };
    const { recorder, transport } = transportTo(server.port, '127.0.0.1', { timing });
    const stop = flooding(transport);
    await recorder.until(({ phases }) => phases.includes('stalled'));
    stop();
    for (const socket of server.connections) socket.resume();
    await recorder.until(({ phases }) => phases.at(-1) === 'well');
    const { droppedCount } = recorder;
    transport.send(Buffer.from('after:1|c\n'), 1);
    await server.heard.until('after:1|c\n');
    await transport.stop();
    expect([recorder.droppedCount, server.accepted()]).toEqual([droppedCount, 1]);
    await server.close();
  });

  test('nothing waits without a bound while a connection is being made', async () => {
    const lookup = () => new Promise<never>(() => {});
    const { recorder, transport } = transportTo(8125, 'statsd.example', { lookup });
    const chunk = Buffer.alloc(1_200, 'x');
    for (let count = 0; count < 100; count += 1) transport.send(chunk, 10);
    expect(recorder.droppedCount).toBe((100 - 54) * 10);
    await transport.stop();
    expect(recorder.droppedCount).toBe(1_000);
  });

  test('a host of two addresses: the one that serves is found', async () => {
    const server = await tcpServer();
    const lookup = async () => [
      { address: '127.0.0.9', family: 4 } as const,
      { address: '127.0.0.1', family: 4 } as const,
    ];
    const { recorder, transport } = transportTo(server.port, 'statsd.example', { lookup });
    await recorder.until(({ phases }) => phases.at(-1) === 'well');
    expect(recorder.phases).toEqual(['ECONNREFUSED', 'well']);
    await transport.stop();
    await server.close();
  });

  test('on a new network the next try need not wait', async () => {
    const port = await deadPort('tcp');
    const timing = { ...QUICK, firstRetryMs: 600_000, longestRetryMs: 600_000 };
    const { recorder, transport } = transportTo(port, '127.0.0.1', { timing });
    await recorder.until(({ phases }) => phases.length > 0);
    const server = await tcpServer(port);
    transport.renew();
    await recorder.until(({ phases }) => phases.at(-1) === 'well');
    await transport.stop();
    await server.close();
  });
});
