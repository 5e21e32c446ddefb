import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BOUNDS } from '../../../main/settings/bounds.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { parseConfig } from '../../../main/settings/load-config.ts';
import { problemLine } from '../../../main/settings/problem.ts';

const read = (value: unknown) => parseConfig(JSON.stringify(value), 'c.json');

function told(text: string): string {
  const load = parseConfig(text, 'c.json');
  return load.ok ? 'accepted' : problemLine(load.problem);
}

describe('what is left out has its default', () => {
  test('an empty object is the default configuration', () => {
    expect(read({})).toEqual({ ok: true, config: DEFAULT_CONFIG, file: 'c.json' });
  });

  test('the defaults pass their own schema, unchanged', () => {
    expect(read(DEFAULT_CONFIG)).toEqual({ ok: true, config: DEFAULT_CONFIG, file: 'c.json' });
  });

  test('the defaults: three resolvers a family, for ICMP and TCP 443', () => {
    const of = (kind: string) => DEFAULT_CONFIG.anchors.filter((anchor) => anchor.kind === kind);
    for (const kind of ['icmp4', 'icmp6', 'tcp4', 'tcp6']) expect(of(kind)).toHaveLength(3);
    expect(new Set(of('tcp4').map(({ port }) => port))).toEqual(new Set([443]));
    expect(of('dns')).toEqual([]);
  });

  test('a part of the retention keeps the rest', () => {
    const load = read({ retention: { rawHours: 24 } });
    expect(load.ok && load.config.retention).toEqual({ ...DEFAULT_CONFIG.retention, rawHours: 24 });
  });

  test('anchors: TCP gets its port, addresses their one spelling', () => {
    const load = read({
      anchors: [
        { kind: 'tcp4', address: '192.0.2.1' },
        { kind: 'tcp6', address: '2001:DB8:0:0::1', port: 80 },
        { kind: 'dns', address: '192.0.2.53' },
        { kind: 'gateway', address: 'fe80::1%eth0' },
      ],
    });
    expect(load.ok && load.config.anchors).toEqual([
      { kind: 'tcp4', address: '192.0.2.1', port: 443 },
      { kind: 'tcp6', address: '2001:db8::1', port: 80 },
      { kind: 'dns', address: '192.0.2.53' },
      { kind: 'gateway', address: 'fe80::1%eth0' },
    ]);
  });
});

describe('what is wrong is told in one line with its place', () => {
  test.each([
    [
      '{"intervallMs": 1000}',
      'unknown key "intervallMs", c.json line 1 column 2; did you mean "intervalMs"?',
    ],
    [
      '{"retention": {"rawhour": 4}}',
      'unknown key "rawhour", c.json line 1 column 16; did you mean "rawHours"?',
    ],
    ['{"intervalMs": 999}', '"intervalMs" is too small, c.json line 1 column 16; the least is 1000'],
    ['{"intervalMs": -1000}', '"intervalMs" is too small, c.json line 1 column 16; the least is 1000'],
    [
      '{"intervalMs": 1000.5}',
      '"intervalMs" has the wrong type, c.json line 1 column 16; write a whole number',
    ],
    [
      '{"intervalMs": "1000"}',
      '"intervalMs" has the wrong type, c.json line 1 column 16; write a whole number',
    ],
    [
      '{"dnsName": 5}',
      '"dnsName" has the wrong type, c.json line 1 column 13; write a text in double quotes',
    ],
    ['{"anchors": {}}', '"anchors" has the wrong type, c.json line 1 column 13; write a list in [ ]'],
    ['[]', 'the configuration has the wrong type, c.json line 1 column 1; write an object in { }'],
    ['null', 'the configuration has the wrong type, c.json line 1 column 1; write an object in { }'],
    [
      '{"allowEncapsulation": 1}',
      '"allowEncapsulation" has the wrong type, c.json line 1 column 24; write true or false',
    ],
    [
      '{"retention": null}',
      '"retention" has the wrong type, c.json line 1 column 15; write an object in { }',
    ],
  ])('%s', (text, line) => {
    expect(told(text)).toBe(line);
  });

  test('the first of several in the order of the text, and how many more there are', () => {
    expect(told('{\n "portalUrl": "ftp://x",\n "intervalMs": 1,\n "dnsNam": ""\n}')).toBe(
      '"portalUrl" must be an http:// address, or "" for no captive-portal check, c.json line 2 column 15; correct it (and 2 more problems)',
    );
  });

  test('broken JSON has its line and column', () => {
    expect(told('{\n  "intervalMs": 1000,\n}')).toBe(
      'not valid JSON: expected a key in double quotes, but found "}", c.json line 3 column 1; correct it',
    );
  });

  test('text of the user can not break the line or colour the terminal', () => {
    expect(told('{"a\\u001b[31m\\nb": 1}')).toMatch(/^[\x20-\x7e]+$/);
  });

  test.each(['a b', '', '-x.example', 'x'.repeat(64), `${'a.'.repeat(130)}a`])('dnsName %j', (dnsName) => {
    expect(told(JSON.stringify({ dnsName }))).toMatch(/"dnsName" must be a host name/);
  });

  test.each(['example.com', 'example.com.', '_dns.example', 'localhost'])('dnsName %s is fine', (dnsName) => {
    expect(told(JSON.stringify({ dnsName }))).toBe('accepted');
  });

  test('an empty portalUrl turns the check off; https can not be intercepted, so it tells nothing', () => {
    expect(told('{"portalUrl": ""}')).toBe('accepted');
    expect(told('{"portalUrl": "https://example.com/"}')).toMatch(/must be an http:\/\/ address/);
  });
});

describe('numbers at and past their bounds', () => {
  const { anchors: _anchors, 'anchors.port': port, ...settings } = BOUNDS;

  /** `{ a: { b: value } }` for `a.b`. */
  const wrap = (path: string, value: number): unknown =>
    path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

  test.each(Object.entries(settings))('%s', (path, { min, max }) => {
    expect(read(wrap(path, min)).ok).toBe(true);
    expect(read(wrap(path, max)).ok).toBe(true);
    expect(told(JSON.stringify(wrap(path, min - 1)))).toContain(`"${path}" is too small`);
    expect(told(JSON.stringify(wrap(path, max + 1)))).toContain(`"${path}" is too large`);
  });

  test('every number of the configuration has its bounds', () => {
    const paths = (value: object, above: string): string[] =>
      Object.entries(value).flatMap(([key, inner]) => {
        if (typeof inner === 'number') return [`${above}${key}`];
        return typeof inner === 'object' && !Array.isArray(inner) ? paths(inner, `${above}${key}.`) : [];
      });
    expect(Object.keys(settings).sort()).toEqual(paths(DEFAULT_CONFIG, '').sort());
  });

  test('ports', () => {
    const withPort = (value: number) =>
      read({ anchors: [{ kind: 'tcp4', address: '192.0.2.1', port: value }] }).ok;
    expect([port.min - 1, port.min, port.max, port.max + 1].map(withPort)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('nested keys', () => {
  test.each([
    [
      '{"thresholds": {"losPercent": 5}}',
      'unknown key "losPercent", c.json line 1 column 17; did you mean "lossPercent"?',
    ],
    [
      '{"notifications": {"quiethours": {}}}',
      'unknown key "quiethours", c.json line 1 column 20; did you mean "quietHours"?',
    ],
    [
      '{"notifications": {"quietHours": {"form": "22:00"}}}',
      'unknown key "form", c.json line 1 column 35; did you mean "from"?',
    ],
    [
      '{"anchors": [{"kind": "icmp4", "adress": "192.0.2.1", "address": "192.0.2.1"}]}',
      'unknown key "adress", c.json line 1 column 32; did you mean "address"?',
    ],
    [
      '{"lossPercent": 5}',
      'unknown key "lossPercent", c.json line 1 column 2; did you mean "thresholds.lossPercent"?',
    ],
    [
      '{"retention": {"latencyMs": 5}}',
      'unknown key "latencyMs", c.json line 1 column 16; did you mean "thresholds.latencyMs"?',
    ],
    [
      '{"notifications": {"quietHours": {"from": "24:00"}}}',
      '"notifications.quietHours.from" must be a time of day such as 22:00, c.json line 1 column 43; correct it',
    ],
    [
      '{"notifications": {"muted": ["totl"]}}',
      '"notifications.muted[0]" can\'t be "totl", c.json line 1 column 30; did you mean "total"?',
    ],
    ['{"anchors": [{"kind": "icmp4"}]}', '"anchors[0].address" is missing, c.json line 1 column 14; add it'],
  ])('%s', (text, line) => {
    expect(told(text)).toBe(line);
  });

  test('a part of the thresholds, notifications and quiet hours keeps the rest', () => {
    const load = read({
      thresholds: { lossPercent: 20 },
      notifications: { quietHours: { enabled: true } },
    });
    expect(load.ok && load.config.thresholds).toEqual({ ...DEFAULT_CONFIG.thresholds, lossPercent: 20 });
    expect(load.ok && load.config.notifications).toEqual({
      ...DEFAULT_CONFIG.notifications,
      quietHours: { ...DEFAULT_CONFIG.notifications.quietHours, enabled: true },
    });
  });
});

describe('what the settings store keeps for itself', () => {
  const internal = { migrations: { version: '1.0.0' } };

  test('is no setting and no error', () => {
    expect(read({ __internal__: internal, intervalMs: 2000 })).toMatchObject({
      ok: true,
      config: { ...DEFAULT_CONFIG, intervalMs: 2000 },
    });
  });

  test('is one elsewhere than at the top', () => {
    expect(told('{"retention": {"__internal__": {}}}')).toContain('unknown key "__internal__"');
  });
});

describe('whatever the value, the answer is data', { timeout: 60_000 }, () => {
  test('arbitrary JSON never throws, and a refusal is one line', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const load = read(value);
        if (!load.ok)
          expect(problemLine(load.problem)).toMatch(/^[^\n]+, c\.json line \d+ column \d+; [^\n]+$/);
      }),
      { numRuns: 500 },
    );
  });

  test('known keys with arbitrary values neither', () => {
    const key = fc.constantFrom(...Object.keys(DEFAULT_CONFIG));
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue()), (value) => {
        const load = read(value);
        if (!load.ok)
          expect(problemLine(load.problem)).toMatch(/^[^\n]+, c\.json line \d+ column \d+; [^\n]+$/);
      }),
      { numRuns: 500 },
    );
  });
});
