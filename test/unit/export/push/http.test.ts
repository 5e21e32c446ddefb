import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type HttpConnection, openConnection } from '../../../../main/export/push/http/post.ts';
import { retryAfterMs } from '../../../../main/export/push/sender/back-off.ts';
import { PUSH, START_MS } from './fixtures.ts';

const portOf = (server: { address(): AddressInfo | string | null }): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
};

async function listening<S extends Server | ReturnType<typeof createTcpServer>>(server: S): Promise<S> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
  return server;
}

function connect(port: number, change: Partial<typeof PUSH> = {}, timeoutMs = 10_000): HttpConnection {
  const connection = openConnection({
    url: new URL(`http://127.0.0.1:${port}/api/v1/write?extra=1`),
    credentials: { ...PUSH, ...change },
    version: '1.2.3',
    timeoutMs,
    wallMs: () => START_MS,
  });
  onTestFinished(() => connection.close());
  return connection;
}

const REQUEST = { body: new TextEncoder().encode('body'), headers: { 'Content-Encoding': 'snappy' } };

interface Heard {
  readonly request: IncomingMessage;
  readonly body: string;
}

async function answering(answer: (response: ServerResponse, count: number) => void) {
  const heard: Heard[] = [];
  const server = await listening(
    createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => {
        body += part;
      });
      request.on('end', () => {
        heard.push({ request, body });
        answer(response, heard.length);
      });
    }),
  );
  return { port: portOf(server), heard, server };
}

/** A server that says these bytes to whatever it is told, and closes. */
async function raw(say: (socket: Socket) => void): Promise<number> {
  const server = await listening(
    createTcpServer((socket) => socket.on('error', () => {}).once('data', () => say(socket))),
  );
  return portOf(server);
}

describe('a request', () => {
  test('has the whole URL, its length, who sends it, and the credentials', async () => {
    const { port, heard } = await answering((response) => response.writeHead(204).end());
    await connect(port, { token: 'abc' }).post(REQUEST);
    await connect(port, { user: 'me', password: 'pass:word' }).post(REQUEST);
    await connect(port).post(REQUEST);
    expect(heard.map(({ request, body }) => [request.method, request.url, body])).toEqual(
      Array.from({ length: 3 }, () => ['POST', '/api/v1/write?extra=1', 'body']),
    );
    expect(heard.map(({ request }) => request.headers.authorization)).toEqual([
      'Bearer abc',
      `Basic ${Buffer.from('me:pass:word').toString('base64')}`,
      undefined,
    ]);
    expect(heard[0]?.request.headers).toMatchObject({
      'content-encoding': 'snappy',
      'content-length': '4',
      'user-agent': 'Faultline/1.2.3',
    });
  });

  test('one connection serves many', async () => {
    const { port, heard } = await answering((response) => response.writeHead(204).end());
    const connection = connect(port);
    for (let i = 0; i < 5; i += 1) await connection.post(REQUEST);
    expect(new Set(heard.map(({ request }) => request.socket.remotePort)).size).toBe(1);
  });
});

describe('an answer', () => {
  test('status, type, the beginning of its text, and what it asks for', async () => {
    const { port } = await answering((response) =>
      response.writeHead(429, { 'Content-Type': 'text/plain', 'Retry-After': '7' }).end('x'.repeat(100_000)),
    );
    const answer = await connect(port).post(REQUEST);
    expect(answer).toMatchObject({
      type: 'answered',
      status: 429,
      contentType: 'text/plain',
      retryAfterMs: 7000,
    });
    expect(answer.type === 'answered' && answer.text.length).toBe(4096);
  });

  test('a redirect is not followed', async () => {
    const { port, heard } = await answering((response) =>
      response.writeHead(307, { Location: '/else' }).end(),
    );
    expect(await connect(port).post(REQUEST)).toMatchObject({ type: 'answered', status: 307 });
    expect(heard).toHaveLength(1);
  });

  test.each([
    ['garbage', 'SSH-2.0-OpenSSH_9.2\r\n', 'what answers there does not speak HTTP'],
    ['a lying length', 'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nshort', 'the connection was cut'],
    ['half a head', 'HTTP/1.1 200 OK\r\nContent-', 'the connection was cut'],
    ['nothing', '', 'the connection was cut'],
  ])('%s is a failure that may have arrived', async (_, bytes, cause) => {
    const port = await raw((socket) => socket.end(bytes));
    expect(await connect(port).post(REQUEST)).toEqual({
      type: 'failed',
      cause,
      mayHaveArrived: true,
      isStale: false,
    });
  });

  test('none in time', async () => {
    const port = await raw(() => {});
    const answer = await connect(port, {}, 300).post(REQUEST);
    expect(answer).toMatchObject({
      type: 'failed',
      mayHaveArrived: true,
      cause: expect.stringMatching(/no answer within/),
    });
  });

  test('one that never ends is given up', async () => {
    const { port } = await answering((response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('more'), 20);
      response.on('close', () => clearInterval(timer));
    });
    expect(await connect(port, {}, 300).post(REQUEST)).toMatchObject({ type: 'failed' });
  });

  test('nobody listens: it cannot have arrived', async () => {
    const server = await listening(createTcpServer());
    const port = portOf(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await connect(port).post(REQUEST)).toEqual({
      type: 'failed',
      cause: 'nothing listens there: connection refused',
      mayHaveArrived: false,
      isStale: false,
    });
  });

  test('a kept connection that the server has closed meanwhile is no failure of the server', async () => {
    const { port } = await answering((response, count) => {
      if (count === 2) response.socket?.resetAndDestroy();
      else response.writeHead(204).end();
    });
    const connection = connect(port);
    await connection.post(REQUEST);
    expect(await connection.post(REQUEST)).toMatchObject({ type: 'failed', isStale: true });
    expect(await connection.post(REQUEST)).toMatchObject({ type: 'answered', status: 204 });
  });
});

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Fri, 15 Jan 2027 08:01:00 GMT', 60_000],
  ['Fri, 15 Jan 2027 07:59:00 GMT', 0],
  ['soon', null],
  ['', null],
  ['-5', null],
  [undefined, null],
])('Retry-After: %o', (header, wanted) => {
  expect(retryAfterMs(header, START_MS)).toBe(wanted);
});
