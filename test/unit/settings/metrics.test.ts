import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MetricsConfig } from '../../../main/domain/model/metrics-config.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { checkForm, checkMetrics } from '../../../main/settings/form.ts';
import { parseConfig } from '../../../main/settings/load-config.ts';
import { problemLine } from '../../../main/settings/problem.ts';

const DEFAULTS = DEFAULT_CONFIG.metrics;

type Part<Name extends keyof MetricsConfig> = Partial<MetricsConfig[Name]>;

interface Change {
  readonly machine?: string;
  readonly labels?: Readonly<Record<string, unknown>>;
  readonly statsd?: Part<'statsd'>;
  readonly prometheus?: Part<'prometheus'>;
  readonly push?: Part<'push'>;
}

const metricsWith = (change: Change): unknown => ({
  ...DEFAULTS,
  ...change,
  statsd: { ...DEFAULTS.statsd, ...change.statsd },
  prometheus: { ...DEFAULTS.prometheus, ...change.prometheus },
  push: { ...DEFAULTS.push, ...change.push },
});

/** Path and sentence of each problem, as the window shows them. */
function formProblems(change: Change): string[] {
  const check = checkForm({ ...DEFAULT_CONFIG, metrics: metricsWith(change) });
  return check.ok ? [] : check.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

/** The line that the CLI prints. */
function fileProblem(text: string): string {
  const load = parseConfig(text, 'c.json');
  return load.ok ? 'accepted' : problemLine(load.problem);
}

describe('what is accepted', () => {
  const accepted: readonly Change[] = [
    {},
    { machine: 'nas-im-Keller (ü)' },
    { machine: 'm'.repeat(64) },
    { labels: { provider: 'ACME GmbH', _site: 'é'.repeat(128), a9: '1' } },
    { labels: Object.fromEntries([...'abcdefgh'].map((name) => [name, name])) },
    { statsd: { enabled: true, host: 'graphite.example.com', prefix: 'home.' } },
    { statsd: { host: '2001:db8::1', prefix: 'home.lab-2.' } },
    { statsd: { host: '192.0.2.1', prefix: 'home_' } },
    { prometheus: { address: '127.9.9.9' } },
    { prometheus: { address: '::1' } },
    { prometheus: { address: '0.0.0.0', token: 's3cret-8' } },
    { prometheus: { address: '2001:db8::1', certFile: '/etc/ssl/a.pem', keyFile: '/etc/ssl/b.pem' } },
    { push: { url: 'https://metrics.example.com/api/v1/push?tenant=7', token: 't0ken-of-8' } },
    {
      push: {
        url: 'HTTP://[2001:db8::1]:8428/write',
        format: 'influx',
        user: 'ada',
        password: 'pass word: ü',
      },
    },
    { push: { user: 'ada' } },
    ...['api/v2/write?bucket=b', 'influx/write', 'api/v1/write'].map(
      (path): Change => ({
        push: { url: `http://192.0.2.1/${path}`, format: 'influx' },
      }),
    ),
    ...['api/v1/write', 'prom/api/v1/push', 'v1/prometheus/write', 'api/v1/prom/write?db=x', 'receive'].map(
      (path): Change => ({ push: { url: `http://192.0.2.1/${path}` } }),
    ),
    // What another server asks for is as easy as that server wants it.
    { push: { token: 'other' } },
    { push: { user: 'ada', password: 'ada' } },
  ];

  test.each(accepted)('%j', (change) => {
    expect(formProblems(change)).toEqual([]);
  });

  test('what is left out of a file has its default', () => {
    const load = parseConfig('{"metrics": {"push": {"enabled": true}}}', 'c.json');
    expect(load.ok && load.config.metrics).toEqual({
      ...DEFAULTS,
      push: { ...DEFAULTS.push, enabled: true },
    });
  });

  test('the example of the documentation, for a server that loses what it took last', () => {
    const [, text = ''] = /```json\n(.*?)```/s.exec(readFileSync('docs/metrics.md', 'utf8')) ?? [];
    const load = parseConfig(text, 'c.json');
    expect(load.ok && load.config.metrics.push).toEqual({
      ...DEFAULTS.push,
      enabled: true,
      resendSeconds: 30,
    });
  });

  test('blanks around the name of the machine are no part of it', () => {
    const load = parseConfig('{"metrics": {"machine": "  nas "}}', 'c.json');
    expect(load.ok && load.config.metrics.machine).toBe('nas');
  });
});

describe('what is refused, next to its field', () => {
  const refused: readonly (readonly [Change, string])[] = [
    ...['write', 'write/?db=x', 'influx/write', 'api/v2/write', 'influx/api/v2/write', 'proxy/write'].map(
      (path) =>
        [
          { push: { url: `http://192.0.2.1:8428/${path}` } },
          'push.url: This is where line protocol is taken; with the format remote-write, write one that ends in /api/v1/write, or choose the format influx.',
        ] as const,
    ),
    [{ machine: 'm'.repeat(65) }, "machine: The machine's name is too long; use at most 64 characters."],
    [
      { machine: 'a\u0000b' },
      "machine: The machine's name holds a character that cannot be shown; leave it out.",
    ],
    [
      { machine: 'a\u202eb' },
      "machine: The machine's name holds a character that cannot be shown; leave it out.",
    ],
    [
      { machine: 'a\ud800' },
      "machine: The machine's name holds a character that cannot be shown; leave it out.",
    ],
    [
      { labels: Object.fromEntries([...'abcdefghi'].map((name) => [name, name])) },
      'labels: There are 9 labels; the most is 8.',
    ],
    [
      { labels: { '9a': 'x' } },
      'labels.9a: "9a" cannot name a label; use letters, digits and _, no digit first.',
    ],
    [{ labels: { '': 'x' } }, 'labels.: "" cannot name a label; use letters, digits and _, no digit first.'],
    [
      { labels: { 'a-b': 'x' } },
      'labels.a-b: "a-b" cannot name a label; use letters, digits and _, no digit first.',
    ],
    [
      { labels: { __name__: 'x' } },
      'labels.__name__: "__name__" cannot name a label; names that begin with __ are reserved.',
    ],
    [
      { labels: Object.fromEntries([['__proto__', 'x']]) },
      'labels.__proto__: "__proto__" cannot name a label; names that begin with __ are reserved.',
    ],
    ...['machine', 'kind', 'anchor', 'class', 'subject', 'state'].map(
      (name) =>
        [
          { labels: { [name]: 'x' } },
          `labels.${name}: The label "${name}" is one of Faultline's own; choose another name.`,
        ] as const,
    ),
    [{ labels: { a: '' } }, 'labels.a: The label "a" says nothing; give it a value or leave it out.'],
    [{ labels: { a: 'x'.repeat(129) } }, 'labels.a: The label "a" is too long; use at most 128 characters.'],
    [
      { labels: { a: 'x\ny' } },
      'labels.a: The label "a" holds a character that cannot be shown; leave it out.',
    ],
    [{ labels: { a: 5 } }, 'labels.a: This has the wrong type; write a text in double quotes.'],
    ...['', 'a b', 'http://x', '1.2.3', '999.1.1.1', '[::1]', 'a..b', 'x'.repeat(300)].map(
      (host) =>
        [{ statsd: { host } }, 'statsd.host: This names no host; write a name or an IP address.'] as const,
    ),
    ...['home', '.home.', 'a..b.', 'a:b.', 'a|b.', 'a b.', 'ä.', `${'a'.repeat(100)}.`].map(
      (prefix) =>
        [
          { statsd: { prefix } },
          'statsd.prefix: This cannot begin a name; use letters, digits, _ and -, in parts that each end with a dot, such as home., at most 100 characters.',
        ] as const,
    ),
    [{ statsd: { port: 0 } }, 'statsd.port: This is too small; the least is 1.'],
    [{ statsd: { port: 65_536 } }, 'statsd.port: This is too large; the most is 65535.'],
    ...[
      'localhost',
      '',
      '10.1',
      '224.0.0.1',
      '255.255.255.255',
      '::ffff:127.0.0.1',
      'fe80::1%eth0',
      '[::1]',
    ].map(
      (address) =>
        [
          { prometheus: { address, token: 's3cret-8' } },
          'prometheus.address: This is no IP address of this machine; write one such as 127.0.0.1, or 0.0.0.0 for all.',
        ] as const,
    ),
    ...['0.0.0.0', '::', '192.0.2.1', '2001:db8::1'].map(
      (address) =>
        [
          { prometheus: { address } },
          'prometheus.address: This can be reached by other machines; set a token or the TLS files, or use 127.0.0.1.',
        ] as const,
    ),
    [{ prometheus: { certFile: '/a.pem' } }, 'prometheus.keyFile: This is missing; TLS needs both files.'],
    [{ prometheus: { keyFile: '/a.pem' } }, 'prometheus.certFile: This is missing; TLS needs both files.'],
    [
      { prometheus: { certFile: 'a.pem', keyFile: '/b.pem' } },
      'prometheus.certFile: This is no whole path; begin at the root, such as /etc/ssl/own.pem.',
    ],
    [
      { prometheus: { certFile: '/a.pem', keyFile: '/b\0.pem' } },
      'prometheus.keyFile: This cannot be a path; correct it.',
    ],
    [
      { prometheus: { token: 'two words' } },
      'prometheus.token: This cannot be sent; use letters, digits and signs, without spaces.',
    ],
    ...[
      '',
      'localhost:8428',
      '//192.0.2.1/',
      'ftp://192.0.2.1/',
      'http:192.0.2.1',
      'http:///x',
      'http://a b/',
      'http://[::1/',
      'http://192.0.2.1:99999/',
    ].map(
      (url) =>
        [
          { push: { url } },
          'push.url: This is no whole address; write one such as http://192.0.2.10:8428/api/v1/write, or with https://.',
        ] as const,
    ),
    [
      { push: { url: 'http://ada:hunter2@192.0.2.1/' } },
      'push.url: This holds a user or a password; write them into their own fields.',
    ],
    [
      { push: { url: 'http://192.0.2.1/#x' } },
      'push.url: This has a part after #, which is never sent; leave it out.',
    ],
    [
      { push: { url: `http://192.0.2.1/${'x'.repeat(2048)}` } },
      'push.url: This is too long; use at most 2048 characters.',
    ],
    [
      { push: { token: 'a\r\nX: y' } },
      'push.token: This cannot be sent; use letters, digits and signs, without spaces.',
    ],
    [{ push: { token: 'x'.repeat(4097) } }, 'push.token: This is too long; use at most 4096 characters.'],
    ...['other', 'hush-hu', 'password', 'Prometheus'].map(
      (token) =>
        [
          { prometheus: { token } },
          'prometheus.token: This is too easy to guess; use at least 8 characters, with digits or signs among them.',
        ] as const,
    ),
    [{ push: { user: 'a:b' } }, 'push.user: This cannot hold a colon; leave it out.'],
    [{ push: { password: 'hunter2x' } }, 'push.user: This is missing; the password needs one.'],
    [
      { push: { user: 'ada', password: 'a\nb' } },
      'push.password: This cannot be sent; leave out line ends, tabs and other control characters.',
    ],
    [
      { push: { user: 'ada', password: 'hunter2x', token: 'hunter3x' } },
      'push.token: This cannot be sent together with a user and a password; use one of the two.',
    ],
  ];

  test.each(refused)('%j', (change, problem) => {
    expect(formProblems(change)).toEqual([`metrics.${problem}`]);
  });

  test.each(refused)('%j: the file says it as one sentence with a way out', (change, problem) => {
    const line = fileProblem(JSON.stringify({ metrics: change }));
    const [path = ''] = problem.split(': ', 1);
    expect(line.split(`"metrics.${path}"`).length).toBeLessThan(3);
    expect(line).toMatch(/, c\.json line 1 column \d+; \S/);
    expect(line).not.toMatch(/^"\S+" "/);
  });

  test('each exporter with its own', () => {
    expect(
      formProblems({ statsd: { host: '' }, prometheus: { address: 'x' }, push: { url: 'x' } }),
    ).toHaveLength(3);
  });
});

describe('in the words of the file, with line and column', () => {
  test.each([
    [
      '{"metrics": {"prometheus": {"address": "0.0.0.0"}}}',
      '"metrics.prometheus.address" can be reached by other machines, c.json line 1 column 40; set "token", or "certFile" and "keyFile", or use 127.0.0.1',
    ],
    [
      '{"metrics": {"push": {"password": "hunter2x"}}}',
      '"metrics.push.user" is missing, c.json line 1 column 22; the password needs one',
    ],
    ['{"metrics": {"statds": {}}}', 'unknown key "statds", c.json line 1 column 14; did you mean "statsd"?'],
    [
      '{"prometheus": {}}',
      'unknown key "prometheus", c.json line 1 column 2; did you mean "metrics.prometheus"?',
    ],
    [
      '{"metrics": {"token": "x"}}',
      'unknown key "token", c.json line 1 column 14; did you mean "metrics.prometheus.token" or "metrics.push.token"?',
    ],
    [
      '{"metrics": {"push": {"url": "127.0.0.1:8428"}}}',
      '"metrics.push.url" is no whole address, c.json line 1 column 30; write one such as http://192.0.2.10:8428/api/v1/write, or with https://',
    ],
    [
      '{"metrics": {"labels": {"a": "b", "__proto__": "x"}}}',
      '"__proto__" cannot name a label, c.json line 1 column 48; names that begin with __ are reserved',
    ],
    [
      '{"metrics": {"prometheus": {"token": "other"}}}',
      '"metrics.prometheus.token" is too easy to guess, c.json line 1 column 38; use at least 8 characters, with digits or signs among them',
    ],
    [
      '{"metrics": {"push": {"format": "influxdb"}}}',
      '"metrics.push.format" can\'t be "influxdb", c.json line 1 column 33; did you mean "influx"?',
    ],
  ])('%s', (text, line) => {
    expect(fileProblem(text)).toBe(line);
  });
});

describe('secrets', () => {
  const SECRET = 'hunter2secret';

  test.each([
    `{"metrics": {"push": {"token": ${SECRET}}}}`,
    `{"metrics": {"push": {"token": '${SECRET}'}}}`,
    `{"metrics": {"push": {"password": "x"${SECRET}"}}}`,
    `{"metrics": {"push": {"password": "x" ${SECRET}}}}`,
    `{"metrics": {"push": {"token": "${SECRET}}}}`,
    `{"metrics": {"push": {"token": ["${SECRET}"]}}}`,
    `{"metrics": {"push": {"token": "a ${SECRET}"}}}`,
    `{"metrics": {"push": {"user": "a", "password": "${SECRET}\\u0000"}}}`,
    `{"metrics": {"push": {"url": "http://ada:${SECRET}@192.0.2.1/"}}}`,
    `{"metrics": {"push": {"url": "ftp://ada:${SECRET}@192.0.2.1/"}}}`,
    `{"metrics": {"prometheus": {"token": "${SECRET} x"}}}`,
    `{"metrics": {"push": {"token": "${SECRET}", "password": "${SECRET}"}}}`,
  ])('no message repeats one: %s', (text) => {
    const told = fileProblem(text);
    expect(told).not.toBe('accepted');
    expect(told).not.toContain(SECRET);
    expect(told).toContain('c.json line 1');
  });
});

describe('checkMetrics: one exporter of a form', () => {
  test('what is half written elsewhere does no harm', () => {
    const metrics = metricsWith({ push: { url: 'htt' }, statsd: { host: 'graphite' } });
    const check = checkMetrics({ anchors: 'none', metrics }, 'statsd');
    expect(check).toEqual({
      ok: true,
      metrics: { ...DEFAULTS, statsd: { ...DEFAULTS.statsd, host: 'graphite' } },
    });
    expect(checkMetrics({ metrics }, 'push')).toEqual({
      ok: false,
      problems: [
        {
          path: ['metrics', 'push', 'url'],
          message:
            'This is no whole address; write one such as http://192.0.2.10:8428/api/v1/write, or with https://.',
        },
      ],
    });
  });

  test('what all share counts', () => {
    const check = checkMetrics({ metrics: metricsWith({ labels: { kind: 'x' } }) }, 'push');
    expect(!check.ok && check.problems.map(({ path }) => path)).toEqual([['metrics', 'labels', 'kind']]);
  });

  test('what is left out would be tested as something else', () => {
    const { host: _, ...statsd } = DEFAULTS.statsd;
    expect(checkMetrics({ metrics: { ...DEFAULTS, statsd } }, 'statsd')).toEqual({
      ok: false,
      problems: [{ path: ['metrics', 'statsd', 'host'], message: 'This is missing; add it.' }],
    });
  });

  test.each([null, 5, {}, { metrics: null }, { metrics: [] }])('%j is no form', (value) => {
    expect(checkMetrics(value, 'push').ok).toBe(false);
  });
});

test('never throws, and what it accepts it accepts again', { timeout: 60_000 }, () => {
  const anything = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.integer(), fc.constant(undefined));
  fc.assert(
    fc.property(
      fc.record({
        machine: anything,
        labels: fc.dictionary(fc.string(), anything, { maxKeys: 10 }),
        host: anything,
        prefix: anything,
        address: fc.oneof(fc.ipV4(), fc.ipV6(), anything),
        token: anything,
        url: fc.oneof(fc.webUrl(), anything),
      }),
      ({ machine, labels, host, prefix, address, token, url }) => {
        const metrics = {
          ...DEFAULTS,
          machine,
          labels,
          statsd: { ...DEFAULTS.statsd, host, prefix },
          prometheus: { ...DEFAULTS.prometheus, address, token },
          push: { ...DEFAULTS.push, url, token },
        };
        const first = checkForm({ ...DEFAULT_CONFIG, metrics });
        if (first.ok) expect(checkForm(first.config)).toEqual(first);
      },
    ),
    { numRuns: 300 },
  );
});
