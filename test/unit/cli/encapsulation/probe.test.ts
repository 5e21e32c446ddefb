import { describe, expect, test } from 'vitest';
import { endOf, isWorthPrinting } from '../../../../main/cli/probe/ending.ts';
import { presenterFor } from '../../../../main/cli/probe/presenter.ts';
import { headLine, probeLines, untestedLines } from '../../../../main/cli/probe/print.ts';
import { probeResult } from '../../../../main/cli/probe/result.ts';
import { askOf, type ProbeOptions, usageProblem } from '../../../../main/cli/probe/usage.ts';
import type { PathProbeView } from '../../../../main/domain/model/encapsulation.ts';
import type { PathProbeFailure } from '../../../../main/encapsulation/types.ts';
import { PROBE } from '../../../contract/cli/schemas.ts';
import { capture, PLAIN } from '../capture.ts';
import { calibration, probed, probeView, untested } from './views.ts';

/** A pipe: without a width or a height. */
const PIPE = { ...PLAIN, columns: 100, rows: Number.POSITIVE_INFINITY };
const TERMINAL = { ...PLAIN, live: true, columns: 60, rows: 12 };

describe('what is printed', () => {
  test('the sentence, the hops with the loss of each stretch, and what was not tested', () => {
    expect(probeLines(PIPE, probeView())).toEqual([
      '▲ Between hops 1 and 2 10 % is lost.',
      'Probe of the path to example.com (IPv4) from 192.0.2.10, 30 boomerangs a hop',
      '',
      'hop  address       unwraps  answers  loss    95 %  stretch  best ms  mean ms  worst ms  name',
      '  1  198.51.100.1  yes        30/30   0 %  0-11 %      0 %     9.00     10.0      13.0',
      '  2  198.51.100.2  yes        27/30  10 %  3-26 %     10 %     19.0     20.0      23.0',
      '  3  198.51.100.3  no',
      '',
      'Not tested, hop 3 (198.51.100.3): It says no.',
      '30 rounds, 105 packets in IP-in-IP with those that tested the hops, in 18 s',
    ]);
  });

  test.each<[Partial<PathProbeView>, string]>([
    [{ host: null }, 'Probe of the path given (IPv4) from 192.0.2.10, 30 boomerangs a hop'],
    [
      { from: 'a.example', source: null, count: 1 },
      'Probe of the path to example.com by way of a.example (IPv4), 1 boomerang a hop',
    ],
  ])('%j', (change, expected) => {
    expect(headLine(probeView(change))).toBe(expected);
  });

  test('hops that follow each other for one reason are one line', () => {
    const behind = { decapsulates: 'yes', notTestable: 'One before it does not.', reason: 'behind' } as const;
    const hops = [
      untested(1, { address: null, notTestable: 'Silent.' }),
      untested(2),
      untested(3, behind),
      untested(4, behind),
      untested(5, behind),
      probed(6),
      untested(7, behind),
    ];
    expect(untestedLines(probeView({ hops }))).toEqual([
      'Not tested, hop 1: Silent.',
      'Not tested, hop 2 (198.51.100.2): It says no.',
      'Not tested, hops 3 to 5: One before it does not.',
      'Not tested, hop 7 (198.51.100.7): One before it does not.',
    ]);
  });

  test('what came from outside cannot steer the terminal', () => {
    const hops = [probed(1, { name: 'a\u001b[31mb' })];
    const warnings = [{ code: 'x', text: 'evil\u001b[2J' }];
    expect(probeLines(PIPE, probeView({ hops, warnings })).join('\n')).not.toContain('\u001b');
  });

  test('on a terminal no line is wider and there are no more than fit', () => {
    const output = capture();
    const hops = Array.from({ length: 30 }, (_, index) =>
      probed(index + 1, { name: 'a.long.name.example.net' }),
    );
    const presenter = presenterFor({ ...CLI, stdout: output, terminal: TERMINAL });
    presenter.take(probeView({ hops, status: 'running', phase: 'probing' }));
    const lines = output.text().trimEnd().split('\n');
    expect(lines.length).toBeLessThan(TERMINAL.rows);
    for (const line of lines) expect([...line].length).toBeLessThan(TERMINAL.columns);
    presenter.end(probeView({ hops }));
    expect(output.text()).toContain('198.51.100.30');
  });

  test('into a pipe only the end is written', () => {
    const output = capture();
    const presenter = presenterFor({ ...CLI, stdout: output, terminal: PIPE });
    presenter.take(probeView({ status: 'running' }));
    expect(output.text()).toBe('');
    presenter.end(probeView());
    expect(output.text()).toContain('Probe of the path');
  });
});

const CLI = {
  stdout: capture(),
  stderr: capture(),
  terminal: PIPE,
  json: false,
  home: { platform: 'linux', home: '/nonexistent', env: {} },
  now: () => 0,
  untilInterrupted: () => new AbortController().signal,
  say: () => {},
} as const;

describe('--json', () => {
  const views: readonly PathProbeView[] = [
    probeView(),
    probeView({ host: null, from: 'a.example', source: null, status: 'stopped', family: 6 }),
    probeView({ status: 'failed', trouble: 'It failed.', hops: [], stretches: [], calibration: [] }),
    probeView({
      hops: [
        untested(1, { address: null, notTestable: 'Silent.', reason: null, decapsulates: 'untestable' }),
      ],
      stretches: [{ from: 0, to: 1, lossPercent: null, interval95: null, reading: 'unknown' }],
      calibration: [calibration(1, { farther: '198.51.100.2', waysHome: ['farther'] })],
      warnings: [{ code: 'audit-failed', text: 'No room.' }],
    }),
  ];

  test.each(views.map((each, index) => [index, each] as const))('view %i is as documented', (_, each) => {
    const output = capture();
    presenterFor({ ...CLI, stdout: output, json: true }).end(each);
    const printed: unknown = JSON.parse(output.text());
    expect(PROBE.parse(printed)).toEqual(printed);
  });

  test('says the path, and figures with three decimals at most', () => {
    const { path, hops, durationMs, calibration: known } = probeResult(probeView());
    expect(path).toEqual(['198.51.100.1', '198.51.100.2', '198.51.100.3']);
    expect(durationMs).toBe(18_234.568);
    expect(hops[1]).toMatchObject({ index: 2, received: 27, lossPercent: 10, interval95: [3.46, 25.62] });
    expect(hops[2]).toMatchObject({
      decapsulates: 'no',
      reason: 'refuses',
      notTestable: 'It says no.',
      rttMs: null,
    });
    expect(known[0]?.testedAt).toBe('2026-01-01T14:01:01.000Z');
  });
});

describe('the exit code', () => {
  const lossy = (received: number) => probed(2, { received, lossPercent: 100 - received });
  const two = [calibration(1), calibration(2)];
  test.each<[string, Partial<PathProbeView>, number]>([
    ['loss is a finding', { hops: [probed(1), lossy(1)], calibration: two }, 0],
    [
      'late ones have come back',
      {
        hops: [probed(1), lossy(0), untested(3)].map((h, i) => (i === 1 ? { ...h, late: 1 } : h)),
        calibration: two,
      },
      0,
    ],
    ['nothing came back from the farthest', { hops: [probed(1), lossy(0)], calibration: two }, 1],
    ['the farthest stopped answering', { hops: [probed(1), untested(2)], calibration: two }, 1],
    ['the end does not decapsulate', {}, 0],
    ['nobody does', { hops: [untested(3)], calibration: [calibration(3, { decapsulates: 'no' })] }, 1],
    ['nothing was asked', { hops: [], calibration: [] }, 1],
    ['stopped in time', { status: 'stopped' }, 0],
    ['not reached', { warnings: [{ code: 'destination-silent', text: 'It did not answer.' }] }, 1],
    ['stopped before anything', { status: 'stopped', hops: [untested(1)], calibration: [] }, 1],
  ])('%s', (_, change, code) => {
    expect(endOf(probeView(change), null)).toEqual({ code });
  });

  test.each<[PathProbeFailure | null, number]>([
    ['host', 1],
    ['route', 1],
    ['relay', 1],
    ['prohibited', 1],
    ['nothing-testable', 1],
    ['not-allowed', 2],
    ['log', 2],
    ['mtu', 2],
    ['helper', 3],
    ['mistake', 4],
    [null, 4],
  ])('%s: %i, with its words', (failure, code) => {
    const end = endOf(probeView({ status: 'failed', trouble: 'It failed: do that.' }), failure);
    expect(end).toEqual({ code, problem: { what: 'It failed: do that', where: '', wayOut: '' } });
  });

  test.each<[Partial<PathProbeView>, boolean]>([
    [{}, true],
    [{ hops: [] }, false],
    [{ status: 'failed' }, true],
    [{ status: 'failed', calibration: [], sent: 0 }, false],
    [{ status: 'failed', calibration: [], sent: 3 }, true],
  ])('%j is worth printing: %s', (change, expected) => {
    expect(isWorthPrinting(probeView(change))).toBe(expected);
  });
});

describe('the arguments', () => {
  const OPTIONS: ProbeOptions = { count: 30, rate: 20, timeout: 2000 };
  test.each<[string | undefined, Partial<ProbeOptions>, RegExp]>([
    [undefined, {}, /no path given/],
    ['example.com', { path: ['192.0.2.1'] }, /--path is the whole path/],
    [undefined, { path: ['192.0.2.1', '192.0.2.2', '192.0.2.1'] }, /192\.0\.2\.1 is named twice/],
    ['192.0.2.1', { from: '192.0.2.1' }, /named twice/],
    ['no such host', {}, /no host name/],
    [undefined, { path: ['192.0.2.1', 'http://a.example'] }, /web address/],
    ['192.0.2.1', { family: 6 }, /IPv4 address/],
    ['192.0.2.1', { from: '::1', family: 4 }, /IPv6 address/],
  ])('%s %j', (host, change, words) => {
    const end = usageProblem(host, { ...OPTIONS, ...change });
    expect(end?.code).toBe(2);
    expect(end?.problem?.what).toMatch(words);
  });

  test('become what is asked', () => {
    expect(usageProblem('example.com', OPTIONS)).toBeNull();
    expect(askOf('example.com', OPTIONS)).toEqual({
      path: { host: 'example.com' },
      from: null,
      family: null,
      count: 30,
      rate: 20,
      timeoutMs: 2000,
      synchronous: false,
      numeric: false,
    });
    const given = {
      ...OPTIONS,
      path: ['192.0.2.1', '192.0.2.2'],
      from: '192.0.2.9',
      synchronous: true,
    } as const;
    expect(usageProblem(undefined, given)).toBeNull();
    expect(askOf(undefined, given)).toMatchObject({
      path: { hops: ['192.0.2.1', '192.0.2.2'] },
      from: '192.0.2.9',
      synchronous: true,
    });
  });
});
