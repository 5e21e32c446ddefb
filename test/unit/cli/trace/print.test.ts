import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visibleWidth } from '../../../../main/cli/terminal/table.ts';
import { sumLine } from '../../../../main/cli/trace/foot.ts';
import { changeLine, liveLines, tableLines, traceLines } from '../../../../main/cli/trace/print.ts';
import { ASCII, COLOURED, PLAIN } from '../capture.ts';
import { AT, hop, node, rtt, view } from './views.ts';

const rowsOf = (change: Parameters<typeof view>[0], terminal = PLAIN): readonly string[] =>
  tableLines(terminal, view(change)).slice(1);

describe('a trace for people', () => {
  test('the sentence first, then who answered, then how much was sent', () => {
    expect(traceLines(PLAIN, view())).toEqual([
      '● Packets reach the destination.',
      'Trace to example.com = 198.51.100.9 (IPv4) from 192.0.2.10 with UDP',
      '',
      'hop  address       answers  best ms  mean ms  worst ms  name',
      '  1  192.0.2.1         3/3     9.00     10.0      13.0  router.example  private',
      '  2  *                 0/3                              no answer',
      '  3  198.51.100.9      3/3     20.5     21.5      24.5',
      '',
      '9 probes in 61.2 ms',
    ]);
  });

  test.each([
    ['good', '(o)'],
    ['degraded', '/!\\'],
    ['outage', '[x]'],
    ['starting', '(?)'],
  ] as const)('%s is a shape as well, in ASCII %s', (state, shape) => {
    const [first] = traceLines(ASCII, view({ sentence: { state, text: 'So it is.' } }));
    expect(first).toBe(`${shape} So it is.`);
  });

  test('an address needs no second name, and an unknown source no word', () => {
    const destination = { address: '198.51.100.9', name: 'end.example' };
    const change = { host: '198.51.100.9', destination, source: null, method: 'tcp' as const };
    expect(traceLines(PLAIN, view(change))[1]).toBe('Trace to 198.51.100.9 (IPv4) with TCP');
  });

  test('a link-local address keeps its interface', () => {
    const destination = { address: 'fe80::1', name: null };
    const change = { host: 'fe80::1%eth0', destination, family: 6 as const, source: 'fe80::2' };
    expect(traceLines(PLAIN, view(change))[1]).toBe('Trace to fe80::1%eth0 (IPv6) from fe80::2 with UDP');
  });

  test('what fits the path, and the warnings, below the table', () => {
    const lines = traceLines(
      PLAIN,
      view({
        pathMtu: { bytes: 1400, toldBy: '192.0.2.1', ttl: 1 },
        warnings: [
          { code: 'method-fallback', text: 'The destination did not answer UDP.' },
          { code: 'destination-silent', text: 'What the sentence says is not said again.' },
        ],
      }),
    );
    expect(lines.slice(-3)).toEqual([
      'Packets of up to 1,400 bytes reach 198.51.100.9 whole (says 192.0.2.1, behind hop 1).',
      'The destination did not answer UDP.',
      '9 probes in 61.2 ms',
    ]);
    const found = traceLines(PLAIN, view({ pathMtu: { bytes: 1400, toldBy: null, ttl: null } }));
    expect(found.at(-2)).toBe('Packets of up to 1,400 bytes reach 198.51.100.9 whole (found by trying).');
  });

  test.each<[string, Parameters<typeof view>[0], string]>([
    ['beyond the end', {}, '29 in no row: past the destination'],
    ['without an end', { reached: false }, '29 in no row: past the last hop'],
    [
      'of other methods',
      { warnings: [{ code: 'method-fallback', text: 'Not UDP.' }] },
      '29 in no row: other methods, past the destination',
    ],
    [
      'of other sizes',
      { pathMtu: { bytes: 1400, toldBy: null, ttl: null } },
      '29 in no row: other sizes, past the destination',
    ],
    ['for sizes in vain', { warnings: [{ code: 'mtu-unsure', text: 'Why?' }] }, 'other sizes'],
    ['to find the method', { mode: 'multipath' }, '29 in no row: a first look, past the destination'],
  ])('probes %s: the sum says why the rows hold fewer', (_, change, words) => {
    expect(sumLine(view({ ...change, sent: 38 }))).toContain('38 probes (29 in no row: ');
    expect(sumLine(view({ ...change, sent: 38 }))).toContain(words);
    expect(sumLine(view({ ...change, sent: 38, status: 'running' }))).toBe('38 probes in 61.2 ms');
  });

  test('a chosen size stands in the head', () => {
    expect(traceLines(PLAIN, view({ size: 1400 }))[1]).toMatch(/ with UDP, packets of 1,400 bytes$/);
    expect(traceLines(PLAIN, view())[1]).toMatch(/ with UDP$/);
  });

  test('a limit that is too small is told once, with its option', () => {
    const warnings = [{ code: 'max-hops', text: 'The path is longer than 3 hops.' }];
    const sentence = { state: 'outage' as const, text: 'After 3 hops it is still not reached.' };
    const told = traceLines(PLAIN, view({ warnings, sentence })).join('\n');
    expect(told).not.toContain('longer than');
    expect(told).toContain('A larger --max-hops looks further.');
    expect(traceLines(PLAIN, view({ warnings }))).toContain(
      'The path is longer than 3 hops. A larger --max-hops looks further.',
    );
  });

  test('why nothing leaves is left out only where the sentence has the reason', () => {
    const warnings = [{ code: 'not-sent', text: 'Probes could not be sent: the interface is down.' }];
    expect(traceLines(PLAIN, view({ warnings }))).toContain(warnings[0]?.text);
    const sentence = { state: 'outage' as const, text: 'Nothing leaves any more: the interface is down.' };
    expect(traceLines(PLAIN, view({ warnings, sentence }))).not.toContain(warnings[0]?.text);
  });

  test('late and second answers count where there are any', () => {
    expect(sumLine(view({ late: 2, duplicate: 1 }))).toBe(
      '9 probes, 2 answered late, 1 extra answer in 61.2 ms',
    );
    const repeated = hop(1, [node('192.0.2.1')], { duplicate: 4 });
    expect(rowsOf({ hops: [repeated] })[0]).toMatch(/ 4 extra answers$/);
    expect(sumLine(view({ mode: 'continuous', rounds: 40, durationMs: 201_000 }))).toBe(
      '40 rounds, 9 probes in 3 min 21 s',
    );
  });
});

describe('the table', () => {
  test('silent hops in a row are one line; what waits is not silent yet', () => {
    const hops = [
      hop(1, [node('192.0.2.1')]),
      ...[2, 3, 4].map((ttl) => hop(ttl, [])),
      ...[5, 6].map((ttl) => hop(ttl, [], { lossPercent: null, reading: 'unknown' })),
      hop(7, [], { sent: 0, lossPercent: null }),
    ];
    const rows = rowsOf({ hops }).slice(1);
    expect(rows.map((row) => row.replace(/ {2,}/g, ' ').trim())).toEqual([
      '2-4 * no answer',
      '5-6 * waiting',
      '7 * 0/0 not asked',
    ]);
  });

  test('several routers at a hop have a line each, with their own round trips', () => {
    const two = [node('192.0.2.1', { rttMs: rtt(5), received: 4 }), node('192.0.2.2', { rttMs: rtt(7) })];
    expect(rowsOf({ hops: [hop(1, two, { sent: 8 })] })).toEqual([
      '  1  192.0.2.1        4     4.00     5.00      8.00  1 of 8 unanswered',
      '     192.0.2.2        3     6.00     7.00      10.0',
    ]);
  });

  test('which router of the hop before leads to which', () => {
    const [a, b, c, d] = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'] as const;
    const hops = [hop(1, [node(a), node(b)]), hop(2, [node(c), node(d)]), hop(3, [node('192.0.2.5')])];
    const link = (fromTtl: number, from: string | null, to: string) => ({ fromTtl, from, to });
    const links = [link(1, a, c), link(1, b, d), link(2, c, '192.0.2.5'), link(2, d, '192.0.2.5')];
    const rows = rowsOf({ hops, links });
    expect(rows.map((row) => /behind .*/.exec(row)?.[0])).toEqual([
      undefined,
      undefined,
      'behind 192.0.2.1',
      'behind 192.0.2.2',
      undefined,
    ]);
    const silent = rowsOf({ hops, links: [...links, link(1, null, c)] });
    expect(silent[2]).toMatch(/behind 192\.0\.2\.1, \*$/);
  });

  test.each([
    [{ note: 'cgn' as const }, 'shared address (CGN)'],
    [{ answers: ['ttl-exceeded', 'admin-prohibited'] }, '!X prohibited'],
    [{ answers: ['host-unreachable'] }, '!H host unreachable'],
    [{ answers: ['no-route'] }, '!N no route'],
    [{ answers: ['unreachable-code-99'] }, '! unreachable-code-99'],
    [{ translated: true }, 'addresses translated (NAT)'],
    [{ mpls: [label(24_001), label(17)] }, 'MPLS 24001/17'],
    [
      { interfaces: [{ role: 'incoming' as const, index: 1, address: null, name: 'ge-0/0/1', mtu: null }] },
      'incoming ge-0/0/1',
    ],
  ])('remarks: %j', (change, words) => {
    expect(rowsOf({ hops: [hop(1, [node('192.0.2.1', change)])] })[0]).toContain(`  ${words}`);
  });

  test('a hop that only limits its own answers is not called lossy', () => {
    const limited = hop(1, [node('192.0.2.1', { received: 1 })], { reading: 'rate-limited', late: 1 });
    expect(rowsOf({ hops: [limited] })[0]).toMatch(/ 2\/3 .*limits its own answers, traffic passes, 1 late$/);
  });

  test('in rounds: loss with its interval, and a strip whose gaps are marked', () => {
    const samples = [1, 10, null, 5].map((rttMs) => ({ atMs: AT, rttMs }));
    const lossy = hop(1, [node('192.0.2.1', { received: 60 })], {
      sent: 80,
      lossPercent: 25,
      interval95: [16.8, 35.5],
      reading: 'loss',
      samples,
    });
    const [row = ''] = rowsOf({ mode: 'continuous', hops: [lossy] }, { ...PLAIN, columns: 140 });
    expect(row).toMatch(
      /^ +1 +192\.0\.2\.1 +25 % +17-36 % +10\.5 +10\.0 +9\.00 +13\.0 +12\.0 +0\.25 +▁█×▅ +loses packets$/,
    );
    const [ascii = ''] = rowsOf({ mode: 'continuous', hops: [lossy] }, { ...ASCII, columns: 140 });
    expect(ascii).toMatch(/ _#x\+ /);
  });

  test.each([
    [140, ['hop', 'address', 'loss', '95 %', 'last ms', 'mean', 'best', 'worst', 'p95', 'jitter', 'name']],
    [80, ['hop', 'address', 'loss', 'last ms', 'mean', 'worst', 'name']],
    [56, ['hop', 'address', 'loss', 'mean', 'name']],
    [40, ['hop', 'address', 'loss', 'mean', 'name']],
  ])('%i columns: what matters least goes first', (columns, heads) => {
    const [head = ''] = tableLines({ ...PLAIN, columns }, view({ mode: 'continuous' }));
    expect(head.split(/ {2,}/).map((word) => word.trim())).toEqual(heads);
  });

  test('what a row holds at the moment decides no column; a pipe has room for all', () => {
    const samples = Array.from({ length: 40 }, () => ({ atMs: AT, rttMs: 5 }));
    const headOf = (columns: number, rows: number, long: boolean) => {
      const one = node('192.0.2.1', {
        rttMs: rtt(long ? 1234 : 5),
        name: long ? 'a-rather-long-name.example.net' : null,
        note: 'documentation',
      });
      const hops = [hop(1, [one], long ? { samples, duplicate: 3, interval95: [95, 100] } : {})];
      const terminal = { ...PLAIN, columns, rows };
      const [head = ''] = tableLines(terminal, view({ mode: 'continuous', hops }));
      return head.split(/ {2,}/).map((word) => word.trim());
    };
    for (const columns of [60, 80, 100, 120]) {
      expect(headOf(columns, 24, true)).toEqual(headOf(columns, 24, false));
    }
    expect(headOf(100, Number.POSITIVE_INFINITY, true)).toContain('jitter');
  });

  test('what follows the strip keeps its place while it grows', () => {
    const placeAfter = (count: number): number => {
      const samples = Array.from({ length: count }, () => ({ atMs: AT, rttMs: 5 }));
      const hops = [hop(1, [node('192.0.2.1', { name: 'router.example' })], { samples })];
      return (rowsOf({ mode: 'continuous', hops })[0] ?? '').indexOf('router.example');
    };
    expect([1, 5, 12, 40].map(placeAfter)).toEqual(Array(4).fill(placeAfter(0)));
  });

  test('the strip is there on 80 columns, and a note gives way with a sign', () => {
    const samples = Array.from({ length: 40 }, () => ({ atMs: AT, rttMs: 5 }));
    const one = node('192.0.2.1', { name: 'router.example', note: 'documentation' });
    const running = view({ mode: 'continuous', status: 'running', hops: [hop(1, [one], { samples })] });
    const row = liveLines(PLAIN, running).find((line) => line.includes('192.0.2.1 ')) ?? '';
    expect(row).toMatch(/ █{12} {2}router\.example {2}do.*…$/);
    expect(visibleWidth(row)).toBe(79);
    const ascii = liveLines(ASCII, running).find((line) => line.includes('192.0.2.1 ')) ?? '';
    expect(ascii).toMatch(/>$/);
  });

  test('nobody yet: no table', () => {
    expect(tableLines(PLAIN, view({ hops: [] }))).toEqual([]);
  });
});

function label(value: number) {
  return { label: value, trafficClass: 0, bottomOfStack: true, ttl: 1 };
}

describe('while it runs', () => {
  test('a name is being looked up', () => {
    const change = { destination: { address: '', name: null }, hops: [] };
    expect(liveLines(COLOURED, view(change))).toEqual(['Looking up example.com']);
    expect(liveLines(COLOURED, view({ ...change, host: 'fe80::1%eth0' }))).toEqual([]);
  });

  test('the first look for a method is not drawn as the trace', () => {
    const lines = liveLines(COLOURED, view({ status: 'running', mode: 'continuous', rounds: 0 }));
    expect(lines).toEqual(['Finding the method that example.com answers']);
  });

  test('a change of the route, with its time', () => {
    const words = changeLine(PLAIN, { atMs: AT, ttl: 4, from: null, to: '192.0.2.4' });
    expect(words).toMatch(/^\d\d:\d\d:31 {2}hop 4: 192\.0\.2\.4 answers now, nobody did before$/);
  });

  test('no line is wider than the terminal, nor more of them than fit', () => {
    const hops = Array.from({ length: 30 }, (_, index) =>
      hop(index + 1, [node(`2001:db8::${index}`, { name: 'a-rather-long-name.of-a-router.example.net' })]),
    );
    const many = view({ hops, warnings: [1, 2].map(() => ({ code: 'x', text: 'w'.repeat(200) })) });
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 200 }), fc.integer({ min: 8, max: 60 }), (columns, rows) => {
        const lines = liveLines({ ...COLOURED, columns, rows }, many);
        expect(lines.length).toBeLessThan(rows);
        for (const line of lines) expect(visibleWidth(line)).toBeLessThan(columns);
      }),
    );
    const small = liveLines({ ...COLOURED, rows: 20 }, many);
    expect(small).toContain('... 19 lines more');
    // The destination is always in sight.
    expect(small.at(-4)).toMatch(/^ 30 /);
  });
});

describe('what others wrote moves no cursor', () => {
  const nasty = '\u001b[2Jx\u0007\r\n\u202e';
  test('names, addresses, codes, warnings, the sentence, the host', () => {
    const bad = node(`192.0.2.1${nasty}`, {
      name: nasty,
      answers: [nasty],
      interfaces: [{ role: 'incoming', index: null, address: null, name: nasty, mtu: null }],
    });
    const lines = traceLines(
      PLAIN,
      view({
        host: nasty,
        destination: { address: '192.0.2.1', name: nasty },
        hops: [hop(1, [bad])],
        sentence: { state: 'good', text: nasty },
        warnings: [{ code: 'x', text: nasty }],
        pathMtu: { bytes: 1280, toldBy: nasty, ttl: null },
      }),
    );
    const text = [...lines, changeLine(PLAIN, { atMs: AT, ttl: 1, from: nasty, to: nasty })].join('');
    expect(text).not.toMatch(/\p{Cc}|\u202e/u);
    expect(text).toContain('?[2Jx??');
  });
});
