import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { runCli } from './run-cli.ts';
import { METRICS } from './schemas.ts';

function configFile(metrics: unknown): string {
  const file = join(temporaryFolder(), 'config.json');
  writeFileSync(file, JSON.stringify({ metrics }));
  return file;
}

const runWith = (metrics: unknown, ...args: readonly string[]) =>
  runCli(['metrics', '--config', configFile(metrics), ...args]);

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return port;
}

/** A port at which nobody listens: one that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Keeps what it is sent by TCP, as a StatsD server would. */
async function statsdServer() {
  let text = '';
  const server = createServer((socket) => {
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    socket.on('error', () => undefined);
  });
  return { port: await listening(server), text: () => text };
}

describe('with nothing switched on: exit code 2, and where to do so', () => {
  test('a file that says nothing of it', async () => {
    const file = configFile({});
    expect(await runCli(['metrics', '--config', file])).toEqual({
      code: 2,
      stdout: '',
      stderr: `faultline: figures are sent nowhere, ${file}; set "enabled": true in "statsd", "prometheus" or "push" of "metrics" there\n`,
    });
  });

  test('no file at all: the one that would be read is named', async () => {
    const { code, stdout, stderr } = await runCli(['metrics', '--json'], { env: { HOME: '/nonexistent' } });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'faultline: figures are sent nowhere, as there is no configuration, /nonexistent/.config/faultline/config.json; ' +
        'create that file, such as {"metrics": {"push": {"enabled": true}}}, or with "statsd" or "prometheus"\n',
    );
  });
});

describe('usage', () => {
  test.each([
    [['metrics', '--config', '/nonexistent'], /there is no such file/],
    [['metrics', 'statsd'], /too many arguments for 'metrics'/],
    [['metrics', '--data', '/tmp'], /unknown option --data/],
  ])('%j', async (args, words) => {
    const { code, stdout, stderr } = await runCli(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
  });

  test('a configuration that is wrong in another exporter', async () => {
    const { code, stdout, stderr } = await runWith({
      statsd: { enabled: true },
      push: { url: 'http://ada:hunter2x@192.0.2.1/' },
    });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(
      /^faultline: "metrics\.push\.url" holds a user or a password, .*line 1 column \d+; /,
    );
    expect(stderr).not.toContain('hunter2x');
  });
});

describe('StatsD', () => {
  test('by TCP to a server: it arrived, exit code 0', async () => {
    const server = await statsdServer();
    const statsd = { enabled: true, protocol: 'tcp', port: server.port };
    const { code, stdout, stderr } = await runWith({ machine: 'nas', statsd }, '--json');
    expect([code, stderr]).toEqual([0, '']);
    const { machine, exporters } = METRICS.parse(JSON.parse(stdout));
    expect(machine).toBe('nas');
    expect(exporters).toEqual([
      { exporter: 'statsd', outcome: expect.stringMatching(/^(?:arrived|sent)$/), text: expect.any(String) },
      { exporter: 'prometheus', outcome: 'off', text: '' },
      { exporter: 'push', outcome: 'off', text: '' },
    ]);
    expect(server.text()).not.toBe('');
  });

  test('to a server that is not there: it failed, exit code 1, one line for people', async () => {
    const statsd = { enabled: true, protocol: 'tcp', port: await closedPort() };
    const { code, stdout, stderr } = await runWith({ machine: 'nas', statsd }, '--ascii');
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(
      new RegExp(
        `^This machine is called nas in the figures\\.\\n\\n\\[x\\]  StatsD +failed +[^\\n]*127\\.0\\.0\\.1:${statsd.port}`,
      ),
    );
    expect(stdout.split('\n')).toHaveLength(6);
  });
});

describe('Prometheus', () => {
  test('listens for a moment and is asked, with its token, which nobody sees', async () => {
    const prometheus = { enabled: true, port: await closedPort(), token: 'scrape-me-not' };
    const { code, stdout, stderr } = await runWith({ prometheus });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Prometheus +arrived/);
    expect(stdout).not.toContain('scrape-me-not');
  });

  test('at a port that somebody else has: it failed', async () => {
    const server = await statsdServer();
    const { code, stdout } = await runWith({ prometheus: { enabled: true, port: server.port } }, '--json');
    expect(code).toBe(1);
    expect(METRICS.parse(JSON.parse(stdout)).exporters[1]).toMatchObject({ outcome: 'failed' });
  });

  test('with a certificate that is not there: it failed, and says which', async () => {
    const files = { certFile: '/nonexistent/cert.pem', keyFile: '/nonexistent/key.pem' };
    const prometheus = { enabled: true, port: await closedPort(), ...files };
    const { code, stdout } = await runWith({ prometheus }, '--json');
    expect(code).toBe(1);
    expect(METRICS.parse(JSON.parse(stdout)).exporters[1]?.text).toContain('/nonexistent/');
  });
});

describe('push', () => {
  /** A store that answers every write with that status. */
  async function store(status: number) {
    const asked: { readonly authorization: string | undefined; readonly bytes: number }[] = [];
    const server = createHttpServer((request, response) => {
      let bytes = 0;
      request.on('data', (part: Buffer) => {
        bytes += part.length;
      });
      request.on('end', () => {
        if (request.method === 'POST') asked.push({ authorization: request.headers.authorization, bytes });
        response.writeHead(request.method === 'POST' ? status : 404).end();
      });
    });
    const port = await listening(server);
    return { url: `http://127.0.0.1:${port}/api/v1/write`, asked };
  }

  test.each(['remote-write', 'influx'])('%s to a store that takes it', async (format) => {
    const { url, asked } = await store(204);
    const push = { enabled: true, url, format, user: 'ada', password: 'hunter2x' };
    const { code, stdout, stderr } = await runWith({ push });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Push +(?:arrived|sent) /);
    expect(stdout).not.toContain('hunter2x');
    const basic = Buffer.from('ada:hunter2x').toString('base64');
    expect(asked).toEqual([{ authorization: `Basic ${basic}`, bytes: expect.any(Number) }]);
  });

  test('to one that refuses the token: it failed, and the token is not shown', async () => {
    const { url, asked } = await store(401);
    const { code, stdout } = await runWith({ push: { enabled: true, url, token: 'hunter2x' } }, '--json');
    expect(code).toBe(1);
    expect(asked.map(({ authorization }) => authorization)).toContain('Bearer hunter2x');
    expect(METRICS.parse(JSON.parse(stdout)).exporters[2]).toMatchObject({ outcome: 'failed' });
    expect(stdout).not.toContain('hunter2x');
  });

  test('to nobody: it failed, and keeps nothing for later', async () => {
    const home = temporaryFolder();
    const url = `http://127.0.0.1:${await closedPort()}/api/v1/write?key=hunter2x`;
    const config = configFile({ push: { enabled: true, url } });
    const { code, stdout } = await runCli(['metrics', '--config', config], { env: { HOME: home } });
    expect(code).toBe(1);
    expect(stdout).toMatch(/Push +failed /);
    expect(stdout).not.toContain('hunter2x');
    expect(readdirSync(home)).toEqual([]);
  });
});

test('several at once: each with its own outcome, exit code 1 when one failed', async () => {
  const server = await statsdServer();
  const { code, stdout } = await runWith(
    {
      statsd: { enabled: true, protocol: 'tcp', port: server.port },
      prometheus: { enabled: true, port: server.port },
    },
    '--json',
  );
  expect(code).toBe(1);
  const outcomes = METRICS.parse(JSON.parse(stdout)).exporters.map(({ outcome }) => outcome);
  expect(outcomes).toEqual([expect.stringMatching(/^(?:arrived|sent)$/), 'failed', 'off']);
});

describe('doctor tells where figures go', () => {
  const metricsCheck = async (config: unknown) => {
    const file = join(temporaryFolder(), 'config.json');
    writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
    const { code, stdout } = await runCli(['doctor', '--json', '--config', file]);
    const result: unknown = JSON.parse(stdout);
    return { code, stdout, result };
  };

  test('nowhere, and each place without its secrets', async () => {
    expect((await metricsCheck({})).result).toMatchObject({
      checks: expect.arrayContaining([expect.objectContaining({ id: 'metrics', text: 'sent nowhere' })]),
    });
    const { stdout, result } = await metricsCheck({
      metrics: {
        statsd: { enabled: true, host: '2001:db8::5' },
        prometheus: { enabled: true, token: 'hunter2x' },
        push: { enabled: true, url: 'https://192.0.2.7/w?key=hunter2x', user: 'ada', password: 'hunter2x' },
      },
    });
    expect(stdout).not.toContain('hunter2x');
    expect(result).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({
          id: 'metrics',
          state: 'ok',
          text: 'StatsD to [2001:db8::5]:8125 by UDP, Prometheus at 127.0.0.1:9824 and push to 192.0.2.7 (remote-write); "faultline metrics" tests them',
        }),
      ]),
    });
  });

  test('a certificate that cannot be read, and a configuration that cannot be used', async () => {
    const prometheus = { enabled: true, certFile: '/nonexistent/cert.pem', keyFile: '/nonexistent/key.pem' };
    expect((await metricsCheck({ metrics: { prometheus } })).result).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({
          id: 'metrics',
          state: 'limited',
          text: "/nonexistent/cert.pem can't be read",
        }),
      ]),
    });
    const { code, stdout, result } = await metricsCheck('{"metrics": {"push": {"token": hunter2x}}}');
    expect(code).toBe(0);
    expect(stdout).not.toContain('hunter2x');
    expect(result).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({
          id: 'metrics',
          state: 'limited',
          text: expect.stringMatching(/^the configuration can't be used: not valid JSON: .*line 1 column/),
        }),
      ]),
    });
  });
});
