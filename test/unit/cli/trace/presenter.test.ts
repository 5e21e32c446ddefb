import { describe, expect, test } from 'vitest';
import type { Cli } from '../../../../main/cli/cli.ts';
import type { Terminal } from '../../../../main/cli/terminal/terminal.ts';
import { endOf, isWorthPrinting } from '../../../../main/cli/trace/ending.ts';
import { presenterFor } from '../../../../main/cli/trace/presenter.ts';
import type { RouteChange, TraceView } from '../../../../main/domain/model/trace.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import type { TraceFailure } from '../../../../main/trace/types.ts';
import { COLOURED, capture, PLAIN } from '../capture.ts';
import { AT, view } from './views.ts';

function cliWith({ terminal = PLAIN, json = false }: { terminal?: Terminal; json?: boolean }) {
  const stdout = capture();
  const cli: Cli = {
    stdout,
    stderr: capture(),
    terminal,
    json,
    home: { platform: 'linux', home: '/nonexistent', env: {} },
    now: () => AT,
    untilInterrupted: () => new AbortController().signal,
    say: () => {},
  };
  return { cli, text: stdout.text, lines: () => stdout.text().trimEnd().split('\n') };
}

const change = (ms: number, ttl: number): RouteChange => ({
  atMs: wallMs(AT + ms),
  ttl,
  from: '192.0.2.1',
  to: '192.0.2.2',
});

const running = (part: Parameters<typeof view>[0] = {}) => view({ status: 'running', ...part });

describe('as JSON', () => {
  test('one object, when it has ended', () => {
    const { cli, lines } = cliWith({ json: true });
    const presenter = presenterFor(cli, false);
    presenter.take(running());
    presenter.end(view());
    expect(lines()).toHaveLength(1);
    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({
      command: 'trace',
      target: 'example.com',
      method: 'udp',
      direction: 'forward',
      source: '192.0.2.10',
      destination: '198.51.100.9',
      reached: true,
      durationMs: 61.235,
      hops: [
        {
          ttl: 1,
          sent: 3,
          received: 3,
          nodes: [
            { address: '192.0.2.1', name: 'router.example', sent: 3, rttMs: { min: 9, mean: 10, max: 13 } },
          ],
        },
        { ttl: 2, sent: 3, received: 0, nodes: [] },
        { ttl: 3 },
      ],
    });
  });

  test('in rounds: a line for each that is over, each change once, and the whole at the end', () => {
    const { cli, lines } = cliWith({ json: true });
    const presenter = presenterFor(cli, true);
    const watched = (part: Parameters<typeof view>[0]) =>
      presenter.take(running({ mode: 'continuous', ...part }));
    watched({ rounds: 1 });
    watched({ rounds: 2 });
    watched({ rounds: 2, changes: [change(0, 3)] });
    watched({ rounds: 3, changes: [change(0, 3), change(0, 4)] });
    watched({ rounds: 3, changes: [change(0, 3), change(0, 4), change(500, 3)] });
    presenter.end(
      view({ mode: 'continuous', rounds: 3, changes: [change(0, 4), change(500, 3), change(600, 3)] }),
    );
    expect(
      lines()
        .map((line) => JSON.parse(line))
        .map(({ type, rounds, ttl, at }) => [type, rounds ?? ttl, at]),
    ).toEqual([
      ['round', 2, undefined],
      ['change', 3, '2026-01-01T14:02:31.000Z'],
      ['change', 4, '2026-01-01T14:02:31.000Z'],
      ['round', 3, undefined],
      ['change', 3, '2026-01-01T14:02:31.500Z'],
      ['change', 3, '2026-01-01T14:02:31.600Z'],
      ['end', 3, undefined],
    ]);
  });
});

describe('changes are told in the order of being noticed, each once', () => {
  const noticed = [change(200, 3), change(100, 4), change(900, 4), change(700, 3)];
  const printed = (...lists: readonly (readonly RouteChange[])[]): string[] => {
    const { cli, lines } = cliWith({ json: true });
    const presenter = presenterFor(cli, true);
    for (const changes of lists) presenter.take(running({ mode: 'continuous', changes }));
    const told = lines().filter((line) => line !== '');
    return told.map((line) => JSON.parse(line)).map(({ ttl, at }) => `${ttl} ${at.slice(-4)}`);
  };

  test('whose times are in another order', () => {
    const lists = [1, 2, 2, 3, 4, 4].map((length) => noticed.slice(0, length));
    expect(printed(...lists)).toEqual(['3 200Z', '4 100Z', '4 900Z', '3 700Z']);
  });

  test('also when the list has lost all that was told', () => {
    expect(printed(noticed.slice(0, 1), noticed.slice(2))).toEqual(['3 200Z', '4 900Z', '3 700Z']);
  });
});

describe('into a pipe', () => {
  test('once: all of it at the end, nothing redrawn', () => {
    const { cli, text } = cliWith({});
    const presenter = presenterFor(cli, false);
    presenter.take(running());
    expect(text()).toBe('');
    presenter.end(view());
    expect(text()).toMatch(/^● Packets reach the destination\.\nTrace to /);
    expect(text()).not.toContain('\u001b');
  });

  test('in rounds: a head, each change as it comes, the table at the end', () => {
    const { cli, lines } = cliWith({});
    const presenter = presenterFor(cli, true);
    presenter.take(running({ mode: 'continuous', destination: { address: '', name: null } }));
    presenter.take(running({ mode: 'continuous', rounds: 0 }));
    presenter.take(running({ mode: 'continuous' }));
    presenter.take(running({ mode: 'continuous', changes: [change(0, 2)] }));
    presenter.take(running({ mode: 'continuous', changes: [change(0, 2)] }));
    presenter.end(view({ mode: 'continuous', status: 'stopped' }));
    expect(lines()[0]).toMatch(/^Trace to .*; Ctrl-C ends it with its table$/);
    expect(lines()[1]).toMatch(/hop 2: 192\.0\.2\.2 answers now/);
    expect(lines()[2]).toMatch(/^● /);
    expect(lines().filter((line) => line.startsWith('Trace to '))).toHaveLength(1);
  });

  test('in rounds: a warning when it comes, and when it comes again', () => {
    const { cli, lines } = cliWith({});
    const presenter = presenterFor(cli, true);
    const silent = { code: 'destination-silent', text: 'It comes and goes.' };
    const unsent = { code: 'not-sent', text: 'Probes could not be sent: no route.' };
    for (const warnings of [[], [silent], [silent, unsent], [unsent], [], [unsent]]) {
      presenter.take(running({ mode: 'continuous', warnings }));
    }
    presenter.end(view({ mode: 'continuous', status: 'stopped', warnings: [unsent] }));
    expect(
      lines().filter((line) => /^\d\d:\d\d:\d\d {2}Probes could not be sent: no route\.$/.test(line)),
    ).toHaveLength(2);
    expect(lines().filter((line) => line === unsent.text)).toHaveLength(1);
    expect(lines().join('\n')).not.toContain('comes and goes');
  });

  test('in rounds: one that ends before the first has its head all the same', () => {
    const { cli, lines } = cliWith({});
    presenterFor(cli, true).end(view({ mode: 'continuous', status: 'stopped' }));
    expect(lines().filter((line) => line.startsWith('Trace to '))).toHaveLength(1);
  });
});

describe('on a terminal', () => {
  test('it is redrawn in place; what stays at the end is the whole', () => {
    const { cli, text } = cliWith({ terminal: COLOURED });
    const presenter = presenterFor(cli, false);
    presenter.take(running());
    presenter.take(running({ changes: [change(0, 2)] }));
    presenter.end(view());
    const frames = text().split('A\r\u001b[J');
    expect(frames.length).toBeGreaterThanOrEqual(3);
    expect(frames.slice(1).filter((frame) => frame.includes('answers now'))).toHaveLength(1);
    expect(frames.at(-1)).toMatch(/Packets reach the destination/);
  });
});

const NOT_SENT = { code: 'not-sent', text: 'Probes could not be sent: no route.' };

describe('how it ends', () => {
  test.each<[Partial<TraceView>, TraceFailure | null, number]>([
    [{}, null, 0],
    [{ reached: false }, null, 1],
    [{ status: 'stopped' }, null, 0],
    [{ status: 'stopped', reached: false }, null, 1],
    [{ mode: 'continuous', status: 'stopped', warnings: [NOT_SENT] }, null, 1],
    [{ warnings: [NOT_SENT] }, null, 0],
    [{ status: 'failed', trouble: 'No such name.' }, 'host', 1],
    [{ status: 'failed', trouble: 'No way out.' }, 'route', 1],
    [{ status: 'failed', trouble: 'No helper.' }, 'helper', 3],
    [{ status: 'failed', trouble: 'A mistake.' }, 'mistake', 4],
    [{ status: 'failed', trouble: null }, null, 4],
  ])('%j, %s: %i', (part, failure, code) => {
    const end = endOf(view(part), failure);
    expect(end.code).toBe(code);
    expect(end.problem === undefined).toBe(part.status !== 'failed');
  });

  test('a failure is told in one line; what came before it is shown', () => {
    const failed = view({ status: 'failed', trouble: 'The helper stopped: trace again.' });
    expect(endOf(failed, 'helper').problem).toEqual({
      what: 'The helper stopped: trace again',
      where: '',
      wayOut: '',
    });
    expect(isWorthPrinting(failed)).toBe(true);
    expect(isWorthPrinting({ ...failed, received: 0 })).toBe(false);
    expect(isWorthPrinting(view({ status: 'stopped', destination: { address: '', name: null } }))).toBe(
      false,
    );
    expect(isWorthPrinting(view({ received: 0 }))).toBe(true);
  });
});
