import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { checkAnchor, checkForm } from '../../../main/settings/form.ts';

const problems = (value: unknown): string[] => {
  const check = checkForm(value);
  return check.ok ? [] : check.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('checkForm', { timeout: 60_000 }, () => {
  test('what a form was given is a configuration; anchors get their one spelling', () => {
    expect(checkForm(DEFAULT_CONFIG)).toEqual({ ok: true, config: DEFAULT_CONFIG });
    const check = checkForm({
      ...DEFAULT_CONFIG,
      anchors: [{ kind: 'tcp6', address: '2001:DB8::0:1' }],
    });
    expect(check.ok && check.config.anchors).toEqual([{ kind: 'tcp6', address: '2001:db8::1', port: 443 }]);
  });

  test('every field that is wrong, each with its path and a sentence', () => {
    expect(
      problems({
        ...DEFAULT_CONFIG,
        intervalMs: 10,
        dnsName: 'a b',
        portalUrl: 'https://example.com/',
        retention: { ...DEFAULT_CONFIG.retention, rawHours: 1e9 },
        thresholds: { lossPercent: 1.5, latencyMs: 5 },
        notifications: {
          ...DEFAULT_CONFIG.notifications,
          muted: ['total', 'totl'],
          quietHours: { enabled: true, from: '7:00', to: '07:00' },
        },
        anchors: [
          { kind: 'icmp4', address: '192.0.2.1' },
          { kind: 'icmp4', address: '' },
          { kind: 'icmp4', address: '192.0.2.1' },
          { kind: 'tcp4', address: '192.0.2.1', port: 0 },
          { kind: 'tcp4' },
        ],
        colour: 'red',
      }),
    ).toEqual([
      'anchors.3.port: This is too small; the least is 1.',
      'anchors.4.address: This is missing; add it.',
      'intervalMs: This is too small; the least is 1000.',
      'dnsName: This must be a host name such as example.com; correct it.',
      'portalUrl: This must be an http:// address; leave it empty for no check.',
      'retention.rawHours: This is too large; the most is 744.',
      'thresholds.lossPercent: Write a whole number.',
      'thresholds.latencyMs: This is too small; the least is 10.',
      'notifications.muted.1: This can\'t be "totl"; did you mean "total"?',
      'notifications.quietHours.from: This must be a time of day such as 22:00; correct it.',
      expect.stringMatching(/^colour: Unknown key "colour"; the keys here are anchors, .*\.$/),
    ]);
  });

  test('anchors that are well formed but wrong', () => {
    const anchors = [
      { kind: 'icmp4', address: '192.0.2.1' },
      { kind: 'icmp4', address: 'router.example' },
      { kind: 'icmp4', address: '192.0.2.1' },
      { kind: 'gateway', address: '192.0.2.1', port: 80 },
      { kind: 'tcp6', address: '192.0.2.1' },
    ];
    expect(problems({ ...DEFAULT_CONFIG, anchors })).toEqual([
      expect.stringMatching(/^anchors\.1\.address: "router\.example" is not an IP address; .*\.$/),
      'anchors.2: 192.0.2.1 is in the list already for ping over IPv4; once is enough.',
      'anchors.3.port: Router has no port; leave it empty.',
      'anchors.4.address: TCP over IPv6 needs an IPv6 address, but 192.0.2.1 is IPv4; choose TCP over IPv4 or another address.',
    ]);
  });

  test.each([
    { kind: 'icmp4', address: '127.0.0.1' },
    { kind: 'tcp4', address: '127.9.9.9' },
    { kind: 'icmp6', address: '::1' },
    { kind: 'tcp6', address: '0:0::1' },
    { kind: 'gateway', address: '127.0.0.1' },
  ])('%j works without any network: asked for another', (anchor) => {
    const found = problems({ ...DEFAULT_CONFIG, anchors: [anchor] });
    expect(found).toEqual([expect.stringMatching(/^anchors\.0\.address: \S+ is this machine itself, .*\.$/)]);
  });

  test('a resolver of this machine is one that people use', () => {
    expect(problems({ ...DEFAULT_CONFIG, anchors: [{ kind: 'dns', address: '127.0.0.53' }] })).toEqual([]);
  });

  test('words of the file are none of a window’s', () => {
    const address = '192.0.2.1';
    const wrong = [
      { kind: 'icmp4', address: '2001:db8::1' },
      { kind: 'icmp4', address, port: 7 },
      { kind: 'tcp4', address },
      { kind: 'tcp4', address },
    ];
    const said = [
      ...problems({ ...DEFAULT_CONFIG, anchors: wrong }),
      ...problems({ ...DEFAULT_CONFIG, anchors: [{ kind: 'tcp4', address, port: 'https' }] }),
      ...problems({ ...DEFAULT_CONFIG, portalUrl: 'ftp://x' }),
    ].map((text) => text.slice(text.indexOf(': ')));
    expect(said).toHaveLength(5);
    for (const text of said) expect(text).not.toMatch(/icmp4|tcp4|\bkind\b|anchor \d|"|wrong type/);
  });

  test.each([null, 5, 'x', [], () => 1])('no configuration at all: %s', (value) => {
    expect(problems(value)).toEqual([': This has the wrong type; write an object in { }.']);
  });

  test('what is left out would be reset unseen: refused', () => {
    const everything = Object.keys(DEFAULT_CONFIG).map((key) => `${key}: This is missing; add it.`);
    for (const value of [{}, new Date(0), new Map([['intervalMs', 2000]])])
      expect(problems(value)).toEqual(everything);
    expect(problems(undefined)).toEqual([': This is missing; add it.']);
    expect(
      problems({
        ...DEFAULT_CONFIG,
        retention: { rawHours: 24 },
        notifications: { ...DEFAULT_CONFIG.notifications, quietHours: { enabled: true, from: '22:00' } },
      }),
    ).toEqual([
      'retention.minuteDays: This is missing; add it.',
      'retention.hourDays: This is missing; add it.',
      'retention.maxMegabytes: This is missing; add it.',
      'notifications.quietHours.to: This is missing; add it.',
    ]);
  });

  test('what only a hostile window would send', () => {
    const ring: Record<string, unknown> = {};
    ring['kind'] = ring;
    expect(problems({ anchors: [{ kind: ring, address: '192.0.2.1' }] })).toEqual([
      expect.stringMatching(/^anchors\.0\.kind: This can't be that; use one of/),
    ]);
    expect(problems({ anchors: [{ kind: 10n, address: '192.0.2.1' }] })).toHaveLength(1);
    expect(problems({ anchors: [{ kind: 'x'.repeat(100_000), address: '' }] })[0]?.length).toBeLessThan(200);
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`key${index}`, 1]));
    expect(problems(many)).toHaveLength(100);
    expect(problems(JSON.parse('{"__proto__": {"intervalMs": 5}}'))).toHaveLength(1);
  });

  test('never throws, and says something of each refusal', () => {
    const key = fc.constantFrom(...Object.keys(DEFAULT_CONFIG));
    fc.assert(
      fc.property(fc.dictionary(key, fc.anything()), (value) => {
        const check = checkForm(value);
        if (check.ok) return;
        expect(check.problems.length).toBeGreaterThan(0);
        for (const { message } of check.problems) expect(message).toMatch(/^\S.*[.?!]$/s);
      }),
      { numRuns: 500 },
    );
  });
});

describe('checkAnchor', () => {
  test('an anchor by itself', () => {
    expect(checkAnchor({ kind: 'tcp4', address: '192.0.2.1' })).toEqual({
      ok: true,
      anchor: { kind: 'tcp4', address: '192.0.2.1', port: 443 },
    });
    expect(checkAnchor({ kind: 'icmp6', address: '192.0.2.1' })).toMatchObject({
      ok: false,
      problems: [
        { path: ['address'], message: expect.stringMatching(/choose ping over IPv4 or another address\.$/) },
      ],
    });
    expect(checkAnchor({ kind: 'icmp4', address: '192.0.2.1', port: 5 })).toMatchObject({
      ok: false,
      problems: [{ path: ['port'] }],
    });
  });
});
