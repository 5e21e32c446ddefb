import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import type { PrometheusConfig } from '../../../../main/domain/model/metrics-config.ts';
import { Answerer } from '../../../../main/export/prometheus/asking/answerer.ts';
import { tokenCheck } from '../../../../main/export/prometheus/asking/bearer-token.ts';
import { getPage } from '../../../../main/export/prometheus/get-page.ts';
import { prometheusExporter } from '../../../../main/export/prometheus/prometheus-exporter.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { makePair } from './certificates.ts';
import { contextOf, exchange, isListening, portOf, type Started, startExporter } from './started.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(prometheus: Partial<PrometheusConfig> = {}): Promise<Started> {
  const one = startExporter(prometheus);
  ends.push(() => one.stop());
  await one.until(isListening);
  return one;
}

const testOf = (prometheus: Partial<PrometheusConfig>, running: Started | null = null) =>
  prometheusExporter.test(
    contextOf(prometheus, running?.clock ?? new FakeClock()),
    running === null ? null : running.exporter,
  );

const occupied = (answer: string): Promise<number> =>
  listeningAt(createServer((_request, response) => response.end(answer)));

async function listeningAt(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** One of another process, so to say: its place is not known here. */
async function faultlineElsewhere({ token = '', certFile = '', keyFile = '' }: Partial<PrometheusConfig>) {
  const tokens: string[] = [];
  const { answer } = new Answerer({
    rules: { isAuthorized: token === '' ? null : tokenCheck(token), byAddressOnly: true },
    clock: new FakeClock(),
    page: async () => ({
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
      text: '# faultline\nfaultline_build_info{version="1"} 1\n',
    }),
    onScraped: () => {},
    onRefused: () => {},
  });
  const listener: RequestListener = (request, response) => {
    const { authorization } = request.headers;
    if (authorization !== undefined) tokens.push(authorization);
    answer(request, response);
  };
  const server =
    certFile === ''
      ? createServer(listener)
      : createTlsServer({ cert: readFileSync(certFile), key: readFileSync(keyFile) }, listener);
  return { port: await listeningAt(server), tokens };
}

describe('while it runs by these settings', () => {
  test('how many figures, and that nobody else has asked; the test itself is nobody', async () => {
    const running = await start({ token: 'right-token' });
    const result = await testOf({ token: 'right-token' }, running);
    expect(result).toEqual({
      name: 'prometheus',
      outcome: 'arrived',
      text: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:\d+\/metrics answered with \d\d figures\. Nobody else has had figures yet: let Prometheus scrape it\.$/,
      ),
    });
    expect(running.exporter.state).toMatchObject({ phase: 'waiting', sent: 0, lastMs: null });
  });

  test('when somebody else last had them', async () => {
    const running = await start();
    await exchange(portOf(running.exporter), 'GET /metrics HTTP/1.0\r\n\r\n');
    running.clock.advance(12_000);
    const { text } = await testOf({}, running);
    expect(text).toMatch(/ answered with \d\d figures\. Somebody else last had them 12 s ago\.$/);
  });

  test('over TLS, with a certificate that nobody else has signed', async () => {
    const pair = makePair(temporaryFolder(), 'own');
    const running = await start({ ...pair, token: 'right-token' });
    const { outcome, text } = await testOf({ ...pair, token: 'right-token' }, running);
    expect([outcome, text]).toEqual(['arrived', expect.stringMatching(/^https:\/\/127\.0\.0\.1/)]);
  });

  test('a port that is taken fails in words, and is tried once more by the test', async () => {
    const port = await occupied('I am another');
    const running = startExporter({ port });
    ends.push(() => running.stop());
    await running.until(({ phase }) => phase === 'trouble');
    const { outcome, text } = await testOf({ port }, running);
    expect([outcome, text]).toEqual([
      'failed',
      `127.0.0.1:${port} is taken by another program; choose another port, or end that program.`,
    ]);
  });
});

describe('by settings that are not in force', () => {
  test('it listens for a moment', async () => {
    const { outcome, text } = await testOf({});
    expect([outcome, text]).toEqual([
      'arrived',
      expect.stringMatching(
        /^Tried for a moment at http:\/\/127\.0\.0\.1:0\/metrics: it answered with \d\d figures\. It can be scraped once Faultline runs by these settings\.$/,
      ),
    ]);
  });

  test("on a port of Faultline's own it does not say that another program has it", async () => {
    const running = await start({ port: await freePort() });
    const port = portOf(running.exporter);
    const { outcome, text } = await testOf({ port, token: 'another-one' });
    expect(outcome).toBe('arrived');
    expect(text).toMatch(
      /^Tried for a moment at another port, as Faultline itself still listens at 127\.0\.0\.1:\d+ /,
    );
    const everywhere = await testOf({ port, address: '0.0.0.0', token: 'another-one' });
    expect(everywhere.outcome).toBe('arrived');
    expect(running.exporter.state).toMatchObject({ phase: 'waiting', sent: 0 });
  });

  test('a port that another program has, or files that are not there, fail in words', async () => {
    const port = await occupied('I am another');
    expect(await testOf({ port })).toMatchObject({
      outcome: 'failed',
      text: `127.0.0.1:${port} is taken by another program; choose another port, or end that program.`,
    });
    expect(await testOf({ certFile: '/nowhere/a.crt', keyFile: '/nowhere/a.key' })).toMatchObject({
      outcome: 'failed',
      text: 'The certificate file /nowhere/a.crt is not there.',
    });
  });

  test('where another Faultline runs by them, it is that one which is asked', async () => {
    const { port, stop } = await anotherProcess('# faultline\nfaultline_build_info{version="1"} 1\nx 2\n');
    const asked = await testOf({ port });
    expect(asked).toMatchObject({
      outcome: 'arrived',
      text: expect.stringMatching(
        /^A Faultline that runs already listens there: \S+ answered with 2 figures\. Nobody else has had figures yet: /,
      ),
    });
    await stop();
  });

  describe('where another Faultline runs by others, it says so, and to start that again', () => {
    interface By {
      readonly token?: string;
      readonly tls?: 'own' | 'other';
    }
    /** `tls`: one pair of files of that name. */
    function settings() {
      const folder = temporaryFolder();
      const pairs = { own: makePair(folder, 'own'), other: makePair(folder, 'other') };
      return ({ token = '', tls }: By) => ({
        token,
        ...(tls === undefined ? { certFile: '', keyFile: '' } : pairs[tls]),
      });
    }

    test.each<readonly [By, By, string]>([
      [{ token: 'old-token' }, { token: 'new-token' }, 'it wants another token'],
      [{ token: 'old-token' }, {}, 'it wants a token, and these have none'],
      [{}, { token: 'new-token' }, 'it asks nobody for a token'],
      [{ tls: 'own' }, {}, 'it answers over TLS alone'],
      [{ tls: 'own', token: 'old-token' }, { token: 'old-token' }, 'it answers over TLS alone'],
      [{}, { tls: 'own' }, 'it answers without TLS'],
      [{ token: 'old-token' }, { tls: 'own', token: 'old-token' }, 'it answers without TLS'],
      [{ tls: 'other' }, { tls: 'own' }, 'it has another certificate'],
      [
        { tls: 'other', token: 'old-token' },
        { tls: 'own', token: 'new-token' },
        'it has another certificate',
      ],
      [{ tls: 'own', token: 'old-token' }, { tls: 'own', token: 'new-token' }, 'it wants another token'],
    ])('%j, asked by %j', async (theirs, ours, differs) => {
      const by = settings();
      const { port, tokens } = await faultlineElsewhere(by(theirs));
      const { outcome, text } = await testOf({ port, ...by(ours) });
      expect([outcome, text]).toEqual([
        'failed',
        `A Faultline that runs already listens at 127.0.0.1:${port}, by other settings: ${differs}. Start it again, so that it takes these over.`,
      ]);
      // A token that is meant for TLS is told to nobody else.
      const isTold = ours.token !== undefined && ours.tls === theirs.tls;
      expect(tokens).toEqual(isTold ? [`Bearer ${ours.token}`] : []);
    });

    test.each<By>([{}, { token: 'old-token' }, { tls: 'own', token: 'old-token' }])(
      'but not of one that runs by %j as well',
      async (one) => {
        const same = settings()(one);
        const { port } = await faultlineElsewhere(same);
        const { outcome, text } = await testOf({ port, ...same });
        expect([outcome, text]).toEqual(['arrived', expect.stringContaining('answered with 1 figure.')]);
      },
    );

    test('nor of another program that wants a token', async () => {
      const server = createServer((_request, response) => {
        response.writeHead(401, { 'WWW-Authenticate': 'Bearer realm="grafana"' }).end();
      });
      const port = await listeningAt(server);
      const { outcome, text } = await testOf({ port, token: 'new-token' });
      expect([outcome, text]).toEqual(['failed', expect.stringContaining('is taken by another program')]);
    });
  });

  test('nothing of it is left', async () => {
    const port = await freePort();
    await testOf({ port });
    const next = await start({ port });
    expect(portOf(next.exporter)).toBe(port);
  });
});

async function anotherProcess(page: string): Promise<{ readonly port: number; stop(): Promise<unknown> }> {
  const port = await occupied(page);
  return { port, stop: async () => ends.pop()?.() };
}

async function freePort(): Promise<number> {
  const port = await occupied('');
  await ends.pop()?.();
  return port;
}

test('what answers with another certificate is told nothing, least of all the token', async () => {
  const { certFile, keyFile } = makePair(temporaryFolder(), 'stranger');
  const heard: (string | undefined)[] = [];
  const server = createTlsServer(
    { cert: readFileSync(certFile), key: readFileSync(keyFile) },
    (request, response) => {
      heard.push(request.headers.authorization);
      response.end();
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const ask = { address: '127.0.0.1', port: address.port, fingerprint: 'AB:CD', token: 'right-token' };
  expect(await getPage(ask)).toEqual({
    ok: false,
    text: 'It answered with another certificate than that of the file',
    wantsToken: false,
  });
  await new Promise((resolve) => server.close(resolve));
  expect(heard).toEqual([]);
});

describe('settings', () => {
  test('a restart is for what concerns it alone', () => {
    const { metrics } = contextOf({}, new FakeClock());
    const key = prometheusExporter.settingsKey;
    expect(key({ ...metrics, labels: { provider: 'x' }, push: { ...metrics.push, url: 'x' } })).toBe(
      key(metrics),
    );
    expect(key({ ...metrics, machine: 'x' })).not.toBe(key(metrics));
    expect(key(contextOf({ token: 'x' }, new FakeClock()).metrics)).not.toBe(key(metrics));
    expect(prometheusExporter.isEnabled(metrics)).toBe(true);
  });
});
