import { inspect } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import type { MetricsConfig, StatsdConfig } from '../../../../main/domain/model/metrics-config.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { askAdmin, judgeGauges } from '../../../../main/export/statsd/try/admin-port.ts';
import { tryStatsd } from '../../../../main/export/statsd/try/try-statsd.ts';
import { missed } from '../../../../main/export/statsd/try/try-words.ts';
import { metricsOf } from './metrics.ts';
import { deadPort, type TcpServer, tcpServer, udpServer } from './servers.ts';

const NOW = wallMs(1_763_000_000_123);
const NAME = 'home.faultline.pc.test';

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0)) await close();
});

/** Answers `gauges` as StatsD does. */
async function adminServer(answer: () => string): Promise<TcpServer> {
  const server = await tcpServer(0, (socket) => {
    socket.once('data', () => socket.write(answer()));
  });
  closing.push(() => server.close());
  return server;
}

function metrics(statsd: Partial<StatsdConfig>): MetricsConfig {
  return metricsOf({ prefix: 'home.', ...statsd });
}

/** `admin`: the port that is asked; left out: one where nobody is. */
async function tried(statsd: Partial<StatsdConfig>, admin?: number) {
  const port = admin ?? (await deadPort('tcp'));
  return tryStatsd(
    { metrics: metrics(statsd), machine: 'pc', now: () => NOW },
    { askAdmin: (address, figure) => askAdmin(address, figure, port) },
  );
}

describe.concurrent('a test by hand over UDP', () => {
  test('nobody listens: failed, since the system said so', async () => {
    const { outcome, text } = await tried({ port: await deadPort('udp') });
    expect([outcome, text]).toEqual([
      'failed',
      expect.stringMatching(/^Nothing listens at 127\.0\.0\.1:\d+ \(UDP\)\. Start StatsD there/),
    ]);
  });

  test('not refused and nobody to ask: sent, and where to look', async () => {
    const server = await udpServer();
    closing.push(server.close);
    const { outcome, text } = await tried({ port: server.port });
    expect(outcome).toBe('sent');
    expect(text).toContain(`stats.gauges.${NAME} = ${NOW}`);
    expect(server.heard.text).toContain(`${NAME}:${NOW}|g\n`);
  });

  test('StatsD says that it has it: arrived', async () => {
    const server = await udpServer();
    closing.push(server.close);
    const gauges = { 'statsd.timestamp_lag': 0, [NAME]: Number(NOW) };
    const admin = await adminServer(() => `${inspect(gauges)}\nEND\n\n`);
    const { outcome, text } = await tried({ port: server.port }, admin.port);
    expect([outcome, text]).toEqual(['arrived', expect.stringContaining('has the test figure')]);
  });

  test('a StatsD says that it has it not, however often it is sent: perhaps another one has', async () => {
    const server = await udpServer();
    closing.push(server.close);
    const admin = await adminServer(() => `${inspect({ [NAME]: NOW - 1 })}\nEND\n\n`);
    const { outcome, text } = await tried({ port: server.port }, admin.port);
    expect([outcome, text]).toEqual([
      'sent',
      expect.stringMatching(
        /^The test figure was sent to 127\.0\.0\.1:\d+ by UDP and not refused\. The StatsD that answers at the admin port 8126 there does not have it: if it is that one, check that it takes UDP at port \d+; if it is another one, that says nothing\. Graphite should show it as /,
      ),
    ]);
    expect(server.heard.text).toContain(`${NAME}:${NOW}|g\n`);
    expect(server.heard.text.split('\n').length).toBeGreaterThan(5);
  });

  test('somebody else at the admin port does not count', async () => {
    const server = await udpServer();
    closing.push(server.close);
    const other = await adminServer(() => 'HTTP/1.1 400 Bad Request\r\n\r\n');
    expect((await tried({ port: server.port }, other.port)).outcome).toBe('sent');
  });

  test('a name that does not exist: failed, by its name', async () => {
    const { outcome, text } = await tried({ host: 'statsd.invalid' });
    expect([outcome, text]).toEqual(['failed', expect.stringContaining('statsd.invalid')]);
  });

  test('a name of two addresses: the second serves', async () => {
    const server = await udpServer();
    closing.push(server.close);
    const lookup = async () => [
      { address: '::1', family: 6 } as const,
      { address: '127.0.0.1', family: 4 } as const,
    ];
    const { outcome } = await tryStatsd(
      { metrics: metrics({ host: 'statsd.example', port: server.port }), machine: 'pc', now: () => NOW },
      { lookup, askAdmin: async () => 'silent' },
    );
    expect(outcome).toBe('sent');
  });
});

describe.concurrent('a test by hand over TCP', () => {
  const protocol = 'tcp';

  test('nobody listens: failed', async () => {
    const { outcome, text } = await tried({ protocol, port: await deadPort('tcp') });
    expect([outcome, text]).toEqual([
      'failed',
      expect.stringMatching(/^Nothing listens at 127\.0\.0\.1:\d+ \(TCP\)\. Start StatsD there/),
    ]);
  });

  test('accepted and not closed: arrived, without a reset at the end', async () => {
    let wasReset = false;
    const server = await tcpServer(0, (socket) =>
      socket.on('error', () => {
        wasReset = true;
      }),
    );
    closing.push(() => server.close());
    const { outcome, text } = await tried({ protocol, port: server.port });
    expect([outcome, text]).toEqual(['arrived', expect.stringContaining(`stats.gauges.${NAME} = ${NOW}`)]);
    expect([server.heard.text, wasReset]).toEqual([`${NAME}:${NOW}|g\n`, false]);
  });

  test('accepted and closed: failed', async () => {
    const server = await tcpServer(0, (socket) => socket.end());
    closing.push(() => server.close());
    const { outcome, text } = await tried({ protocol, port: server.port });
    expect([outcome, text]).toEqual(['failed', expect.stringContaining('closed the connection')]);
  });

  test('accepted and reset: failed', async () => {
    const server = await tcpServer(0, (socket) => socket.once('data', () => socket.resetAndDestroy()));
    closing.push(() => server.close());
    const { outcome, text } = await tried({ protocol, port: server.port });
    expect([outcome, text]).toEqual(['failed', expect.stringContaining('closed the connection')]);
  });

  test('something that answers is no StatsD: failed', async () => {
    const server = await tcpServer(0, (socket) => socket.write('220 mail.example ESMTP\r\n'));
    closing.push(() => server.close());
    const { outcome, text } = await tried({ protocol, port: server.port });
    expect([outcome, text]).toEqual(['failed', expect.stringContaining('check the port')]);
  });

  test('StatsD has it: arrived; has it not (Graphite took the line instead): not for certain', async () => {
    const server = await tcpServer();
    closing.push(() => server.close());
    const holding = await adminServer(() => `${JSON.stringify({ [NAME]: NOW })}\nEND\n\n`);
    expect((await tried({ protocol, port: server.port }, holding.port)).text).toContain(
      'has the test figure',
    );
    const lacking = await adminServer(() => '{}\nEND\n\n');
    const { outcome, text } = await tried({ protocol, port: server.port }, lacking.port);
    expect([outcome, text]).toEqual(['sent', expect.stringContaining('check that it takes TCP at port')]);
  });
});

test.each([
  [8125, 'UDP', 'failed', 'did not get the test figure: check that it takes UDP at port 8125'],
  [8125, 'TCP', 'failed', 'did not get the test figure: check that it takes TCP at port 8125'],
  [9125, 'UDP', 'sent', 'if it is another one, that says nothing'],
] as const)('a StatsD lacks what was sent to port %i by %s: %s', (port, protocol, outcome, words) => {
  const figure = { name: 'a.b', value: 12, line: Buffer.from('a.b:12|g\n') };
  const trial = { target: metrics({ port }).statsd, figure, askAdmin: async () => 'lacks' as const };
  expect(missed(trial, protocol)).toEqual({ outcome, text: expect.stringContaining(words) });
});

describe("what StatsD's admin port says", () => {
  const figure = { name: 'a.b', value: 12 };
  test.each([
    ["{ 'a.b': 12 }\nEND\n\n", 'holds'],
    ["{ 'x.y': 1,\n  'a.b': 12,\n  'c.d': 3 }\nEND\n\n", 'holds'],
    ['{"a.b":12}END\n\n', 'holds'],
    ["{ 'a.b': 123 }\nEND\n\n", 'lacks'],
    ["{ 'a.b': 12.5 }\nEND\n\n", 'lacks'],
    ["{ 'a_b': 12 }\nEND\n\n", 'lacks'],
    ["{ 'z.a.b': 12 }\nEND\n\n", 'lacks'],
    ['{}\nEND\n\n', 'lacks'],
    ["{ 'a.b': 12 }", 'silent'],
    ['ERROR\n', 'silent'],
    ['', 'silent'],
  ] as const)('%j: %s', (text, answer) => {
    expect(judgeGauges(text, figure)).toBe(answer);
  });

  test('long ones are what util.inspect makes of them', () => {
    const many = Object.fromEntries(
      Array.from({ length: 500 }, (_, at) => [`faultline.pc.x${at}.rtt`, at / 7]),
    );
    const text = `${inspect({ ...many, 'a.b': 12, ...{ z: 1 } })}\nEND\n\n`;
    expect(judgeGauges(text, figure)).toBe('holds');
  });

  test('one that hangs or says nothing is not waited for longer than it deserves', async () => {
    const server = await tcpServer();
    closing.push(() => server.close());
    const line = Buffer.from('a.b:12|g\n');
    expect(await askAdmin('127.0.0.1', { ...figure, line }, server.port)).toBe('silent');
  });
});
