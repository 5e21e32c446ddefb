import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../main/monitor/pace/system-clock.ts';
import { checkPortal } from '../../../main/monitor/portal.ts';
import { FakeClock } from '../../support/fake-clock.ts';

let server: Server | null = null;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
  server = null;
});

async function serve(listener: RequestListener): Promise<string> {
  const made = createServer(listener);
  server = made;
  await new Promise<void>((resolve) => {
    made.listen(0, '127.0.0.1', resolve);
  });
  const address = made.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/generate_204`;
}

const check = (url: string): Promise<boolean | null> =>
  new Promise((resolve) => {
    checkPortal(url, systemClock, resolve);
  });

describe('captive portal check', () => {
  test.each([
    [204, false],
    [200, true],
    [302, true],
    [307, true],
    [511, true],
    [404, null],
    [503, null],
  ])('status %d: %s', async (status, captive) => {
    let requests = 0;
    const url = await serve((_, response) => {
      requests += 1;
      response.writeHead(status, { location: 'http://127.0.0.1:1/login' }).end();
    });
    expect(await check(url)).toBe(captive);
    expect(requests).toBe(1);
  });

  test('a page without end is judged by its head and not read', async () => {
    let written = 0;
    const url = await serve((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        if (response.destroyed || written > 50_000_000) return;
        written += 65_536;
        response.write('x'.repeat(65_536), more);
      };
      more();
    });
    expect(await check(url)).toBe(true);
    expect(written).toBeLessThan(50_000_000);
  });

  test('a head without end says nothing', async () => {
    const url = await serve((_, response) => {
      response.socket?.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`);
    });
    expect(await check(url)).toBeNull();
  });

  test('what is no HTTP says nothing', async () => {
    const tcp = createTcpServer((socket) =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('SSH-2.0-x\r\n'),
    );
    await new Promise<void>((resolve) => {
      tcp.listen(0, '127.0.0.1', resolve);
    });
    const address = tcp.address();
    const port = address === null || typeof address === 'string' ? 0 : address.port;
    expect(await check(`http://127.0.0.1:${port}/`)).toBeNull();
    await new Promise((resolve) => {
      tcp.close(resolve);
    });
    expect(await check(`http://127.0.0.1:${port}/`)).toBeNull();
  });

  test.each(['', 'not a url', 'ftp://127.0.0.1/', 'http://'])("%j can't be asked", async (url) => {
    expect(await check(url)).toBeNull();
  });

  test('two seconds are enough', async () => {
    const clock = new FakeClock();
    const url = await serve(() => undefined);
    const answers: (boolean | null)[] = [];
    checkPortal(url, clock, (captive) => answers.push(captive));
    clock.advance(1999);
    expect(answers).toEqual([]);
    clock.advance(1);
    expect(answers).toEqual([null]);
  });

  test('the answer never comes from within the call; cancelled, it never comes', async () => {
    const answers: (boolean | null)[] = [];
    checkPortal('', systemClock, (captive) => answers.push(captive));
    expect(answers).toEqual([]);
    checkPortal('', systemClock, (captive) => answers.push(captive)).cancel();
    await check('');
    expect(answers).toEqual([null]);
  });
});
