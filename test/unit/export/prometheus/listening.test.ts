import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { isLoopback } from '../../../../main/export/prometheus/listening/address.ts';
import { LAST_RETRY_MS } from '../../../../main/export/prometheus/listening/listener.ts';
import { exchange, isListening, portOf, type Started, sampleEvent, startExporter } from './started.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function start(prometheus: Parameters<typeof startExporter>[0]): Started {
  const one = startExporter(prometheus);
  ends.push(() => one.stop());
  return one;
}

async function occupied(): Promise<{ readonly port: number; free(): Promise<unknown> }> {
  const server: Server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const free = () => new Promise((resolve) => server.close(resolve));
  ends.push(free);
  return { port: address.port, free };
}

const inTrouble = ({ phase }: { readonly phase: string }): boolean => phase === 'trouble';

describe('a port that is taken', () => {
  test('is a trouble in words; the figures go on, and it listens when it can', async () => {
    const { port, free } = await occupied();
    const one = start({ port });
    const { text } = await one.until(inTrouble);
    expect(text).toBe(
      `127.0.0.1:${port} is taken by another program; choose another port, or end that program; ` +
        'it is tried again by itself, at least once a minute.',
    );
    one.exporter.take(sampleEvent(0, 'reply'));
    await free();
    one.clock.advance(LAST_RETRY_MS);
    await one.until(isListening);
    const { text: page } = await exchange(port, 'GET /metrics HTTP/1.0\r\n\r\n');
    expect(page).toContain('faultline_probe_sent_total{kind="icmp4",anchor="192.0.2.1"} 1\n');
  });

  test('is tried again ever more seldom, but once a minute', async () => {
    const { port } = await occupied();
    const one = start({ port });
    await one.until(inTrouble);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt += 1) {
      let waitedMs = 0;
      while (one.clock.pendingTimers > 0) {
        one.clock.advance(500);
        waitedMs += 500;
      }
      waits.push(waitedMs / 1000);
      // Settles when the attempt that has just begun is over, before it makes one of its own.
      await timerSet(one);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });
});

describe('tried by several at once', () => {
  test('it begins to listen once, and is not in its own way', async () => {
    const { port, free } = await occupied();
    const one = start({ port });
    await one.until(inTrouble);
    await free();
    const { listener } = one.exporter;
    const found = await Promise.all([listener.tried(), listener.tried(), listener.tried()]);
    expect(found.map(({ status }) => status)).toEqual(['listening', 'listening', 'listening']);
    expect(one.exporter.state.phase).toBe('waiting');
  });
});

const timerSet = (one: Started): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (one.clock.pendingTimers > 0) resolve();
      else setImmediate(look);
    };
    look();
  });

describe('an address', () => {
  test.each(['127.0.0.1', '127.3.2.1', '::1', '0::1', '::0:1', '0:0:0:0:0:0:0:1'])(
    '%s is of the loopback, however it is written',
    (address) => {
      expect(isLoopback(address)).toBe(true);
    },
  );

  test.each(['0.0.0.0', '::', '192.0.2.1', '::2', '128.0.0.1'])('%s is not', (address) => {
    expect(isLoopback(address)).toBe(false);
  });

  test('that is not of this machine is told as such', async () => {
    const { text } = await start({ address: '192.0.2.77' }).until(inTrouble);
    expect(text).toMatch(/^192\.0\.2\.77 is no address of this machine at the moment; /);
  });

  test('of IPv6 is written in brackets', async () => {
    const one = start({ address: '::1' });
    const { text } = await one.until(isListening);
    expect(text).toMatch(/^Listens at http:\/\/\[::1\]:0\/metrics; /);
  });
});

describe('the end', () => {
  test('frees the port at once, whoever is still connected', async () => {
    const first = startExporter();
    await first.until(isListening);
    const port = portOf(first.exporter);
    const left = exchange(port, 'GET /metrics HTTP/1.1\r\n');
    await first.stop();
    await left;
    const next = start({ port });
    await next.until(isListening);
    expect(portOf(next.exporter)).toBe(port);
  });

  test('comes before it has begun, or while it waits for its next attempt', async () => {
    const first = startExporter();
    await first.stop();
    expect(first.exporter.listener.port).toBeNull();
    const { port } = await occupied();
    const second = startExporter({ port });
    await second.until(inTrouble);
    await second.stop();
    expect(second.clock.pendingTimers).toBe(0);
  });
});
