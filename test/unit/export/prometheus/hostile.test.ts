import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MOST_A_SECOND } from '../../../../main/export/prometheus/asking/rate-gate.ts';
import { LIMITS } from '../../../../main/export/prometheus/listening/metrics-server.ts';
import { exchange, isListening, portOf, type Started, startExporter } from './started.ts';

let started: Started;
let port: number;
beforeEach(async () => {
  started = startExporter({ token: 'right-token' });
  await started.until(isListening);
  port = portOf(started.exporter);
});
afterEach(() => started.stop());

const HEAD = `Host: 127.0.0.1\r\nConnection: close\r\n`;
const TOKEN = 'Authorization: Bearer right-token\r\n';

/** The figures as ever: nothing that came before has harmed the server. */
async function stillAnswers(): Promise<void> {
  started.clock.advance(1000);
  const { status, text } = await exchange(port, `GET /metrics HTTP/1.1\r\n${HEAD}${TOKEN}\r\n`);
  expect([status, text.includes('faultline_build_info')]).toEqual([200, true]);
}

describe('requests that are none', () => {
  test.each([
    ['noise', '\x00\xff\x16\x03\x01\r\n\r\n', 400],
    ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['no version', 'GET /metrics\r\n\r\n', 401],
    ['no host', `GET /metrics HTTP/1.1\r\nConnection: close\r\n${TOKEN}\r\n`, 400],
    ['two hosts', `GET /metrics HTTP/1.1\r\n${HEAD}Host: evil.example\r\n${TOKEN}\r\n`, 400],
    ['a bad line', `GET /metrics HTTP/1.1\r\n${HEAD}no colon\r\n\r\n`, 400],
    ['two lengths', `GET /metrics HTTP/1.1\r\n${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`, 400],
    ['a giant line', `GET /metrics HTTP/1.1\r\n${HEAD}X: ${'x'.repeat(LIMITS.headerBytes)}\r\n\r\n`, 431],
    ['a giant target', `GET /${'x'.repeat(LIMITS.headerBytes)} HTTP/1.1\r\n${HEAD}\r\n`, 431],
    ['many lines', `GET /metrics HTTP/1.1\r\n${HEAD}${'X: y\r\n'.repeat(3000)}\r\n`, 401],
    ['a body', `GET /metrics HTTP/1.1\r\n${HEAD}${TOKEN}Content-Length: 1000000\r\n\r\nx`, 400],
    ['a tunnel', `CONNECT evil.example:443 HTTP/1.1\r\n${HEAD}\r\n`, 0],
    ['a foreign URI', `GET http://evil.example/metrics HTTP/1.1\r\n${HEAD}${TOKEN}\r\n`, 421],
    ['a foreign host', `GET /metrics HTTP/1.1\r\nHost: evil.example\r\n${TOKEN}\r\n`, 421],
    ['an asterisk', `OPTIONS * HTTP/1.1\r\n${HEAD}${TOKEN}\r\n`, 400],
    ['a change', `POST /metrics HTTP/1.1\r\n${HEAD}${TOKEN}Content-Length: 0\r\n\r\n`, 405],
    ['another protocol', `GET /metrics HTTP/1.1\r\n${HEAD}${TOKEN}Upgrade: websocket\r\n\r\n`, 200],
    ['a wrong token', `GET /metrics HTTP/1.1\r\n${HEAD}Authorization: Bearer right-tokem\r\n\r\n`, 401],
    ['no token', `GET /metrics HTTP/1.1\r\n${HEAD}\r\n`, 401],
  ])('%s', async (_what, bytes, wanted) => {
    const { status, text } = await exchange(port, bytes);
    expect(status).toBe(wanted);
    if (wanted !== 200) expect(text).not.toContain('faultline_');
    await stillAnswers();
  });
});

/** A connection that sends `bytes`, and what comes of it. */
function connected(bytes = '') {
  const socket = connect({ host: '127.0.0.1', port });
  let heard = '';
  let onHeard: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => {
    onHeard = () => heard.endsWith('# EOF\n') && resolve();
  });
  socket.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
    onHeard();
  });
  socket.on('error', () => {});
  if (bytes !== '') socket.write(bytes);
  return { socket, answered, closed: new Promise<void>((resolve) => socket.on('close', () => resolve())) };
}

describe('those that take their time', () => {
  test('neither headers that never end nor those that only connect keep their places', async () => {
    const slow = connected(`GET /metrics HTTP/1.1\r\n${HEAD}`);
    const drip = setInterval(() => slow.socket.write('X: y\r\n'), 300);
    const idle = Array.from({ length: LIMITS.connections * 2 }, () => connected());
    await Promise.all([slow, ...idle].map(({ closed }) => closed));
    clearInterval(drip);
    await stillAnswers();
  });

  test('those that wait for their next scrape make room', async () => {
    const accept = 'Accept: application/openmetrics-text\r\n';
    const kept = [];
    for (let count = 0; count < LIMITS.connections; count += 1) {
      const one = connected(`GET /metrics HTTP/1.1\r\nHost: localhost\r\n${TOKEN}${accept}\r\n`);
      await one.answered;
      started.clock.advance(1000);
      kept.push(one);
    }
    await connected().closed;
    await Promise.all(kept.map(({ closed }) => closed));
    await stillAnswers();
  });
});

describe('those that ask too often', () => {
  test('are told so after a while, and the figures are not written for them', async () => {
    const ask = () => exchange(port, `GET /metrics HTTP/1.1\r\n${HEAD}${TOKEN}\r\n`);
    for (let count = 0; count < MOST_A_SECOND; count += 1) expect((await ask()).status).toBe(200);
    const held = ask();
    const timers = started.clock.pendingTimers;
    const timer = setInterval(() => started.clock.pendingTimers > timers && started.clock.advance(1000), 5);
    const { status, text } = await held;
    clearInterval(timer);
    expect([status, text]).toEqual([503, expect.stringContaining('Retry-After: 1\r\n')]);
    await stillAnswers();
  });
});

describe('one that asks on without waiting', () => {
  test('is cut off, and of its requests no more than one waits', async () => {
    const timers = started.clock.pendingTimers;
    const requests = `GET /metrics HTTP/1.1\r\nHost: localhost\r\n${TOKEN}\r\n`.repeat(3000);
    await connected(requests).closed;
    expect(started.clock.pendingTimers - timers).toBeLessThanOrEqual(1);
    await stillAnswers();
  });
});

describe('what is said to whom', () => {
  test('HEAD has no body and is no scrape', async () => {
    const { status, text } = await exchange(port, `HEAD /metrics HTTP/1.1\r\n${HEAD}${TOKEN}\r\n`);
    expect([status, text.endsWith('\r\n\r\n')]).toEqual([200, true]);
    expect(text).toMatch(/Content-Length: [1-9]\d{3}/);
    expect(started.exporter.state).toMatchObject({ phase: 'waiting', sent: 0, lastMs: null });
  });

  test('a page is never cached nor taken for another type', async () => {
    const { text } = await exchange(port, `GET /metrics HTTP/1.0\r\n${TOKEN}\r\n`);
    expect(text).toContain('Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n');
    expect(text).toContain('Cache-Control: no-store\r\n');
    expect(text).toContain('X-Content-Type-Options: nosniff\r\n');
    expect(text).not.toMatch(/Access-Control|X-Powered-By/i);
  });

  test('OpenMetrics by Accept', async () => {
    const accept = 'Accept: application/openmetrics-text;version=1.0.0\r\n';
    const { text } = await exchange(port, `GET /metrics HTTP/1.1\r\n${HEAD}${TOKEN}${accept}\r\n`);
    expect(text).toContain('Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n');
    expect(text.endsWith('# EOF\n')).toBe(true);
  });

  test('the state tells of scrapes, and why the last request was refused', async () => {
    expect(started.exporter.state.text).toMatch(
      /^Listens at http:\/\/127\.0\.0\.1:\d+\/metrics; nobody has had figures yet\.$/,
    );
    await exchange(port, `GET /metrics HTTP/1.1\r\n${HEAD}\r\n`);
    expect(started.exporter.state).toMatchObject({
      phase: 'waiting',
      text: expect.stringMatching(/ The last request was refused: it carried no token\.$/),
    });
    await stillAnswers();
    const { phase, sent, lastMs, dropped, queued, text } = started.exporter.state;
    expect({ phase, sent, dropped, queued }).toEqual({ phase: 'working', sent: 1, dropped: 0, queued: null });
    expect(lastMs).toBe(started.clock.now().wallMs);
    expect(text).toMatch(/^Answers at http:\/\/\S+\/metrics\.$/);
    await exchange(port, `GET /metrics HTTP/1.1\r\n${HEAD}Authorization: Bearer x\r\n\r\n`);
    expect(started.exporter.state).toMatchObject({
      phase: 'working',
      text: expect.stringMatching(/The last request was refused: its token was a wrong one\.$/),
    });
  });
});
