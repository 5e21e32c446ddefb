import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { pingCommand, timeFigure } from '../../../../main/monitor/echo/ping-command.ts';
import { pingEcho } from '../../../../main/monitor/echo/ping-echo.ts';
import {
  canPing,
  type PingEnd,
  type RunPing,
  runSystemPing,
} from '../../../../main/monitor/echo/run-ping.ts';
import type { Finding } from '../../../../main/monitor/flight/probe.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

interface Run {
  readonly address: string;
  readonly waitMs: number;
  readonly end: (end: PingEnd) => void;
  killed: boolean;
}

function fakePing() {
  const runs: Run[] = [];
  const runPing: RunPing = (address, waitMs, onEnd) => {
    const run: Run = { address, waitMs, end: onEnd, killed: false };
    runs.push(run);
    return {
      kill: () => {
        run.killed = true;
      },
    };
  };
  return { runs, runPing };
}

function send() {
  const clock = new FakeClock();
  const { runs, runPing } = fakePing();
  const found: Finding[] = [];
  const echo = pingEcho(runPing);
  const probe = () => echo('192.0.2.1', { clock, deadlineMs: 1000 }, (finding) => found.push(finding));
  return { clock, runs, found, probe };
}

const exit = (code: number | null, figureMs: number | null = null): PingEnd => ({
  type: 'exit',
  code,
  figureMs,
});

describe('echo by the system ping', () => {
  const cases: readonly (readonly [string, PingEnd, Finding])[] = [
    ['0 with a figure', exit(0, 12.5), { outcome: 'reply', rttMs: 12.5, via: 'ping' }],
    ['0 without one: the run time', exit(0), { outcome: 'reply', rttMs: 40, via: 'ping' }],
    ['1', exit(1), { outcome: 'lost', rttMs: null, via: 'ping' }],
    ['1 with a figure is still no reply', exit(1, 3), { outcome: 'lost', rttMs: null, via: 'ping' }],
    ['2', exit(2), { outcome: 'unreachable', rttMs: null, via: 'ping', detail: 'no-route' }],
    ['another status', exit(127), { outcome: 'error', rttMs: null, via: 'ping', detail: 'ping-exit-127' }],
    ['killed', exit(null), { outcome: 'error', rttMs: null, via: 'ping', detail: 'ping-killed' }],
    [
      'too many processes',
      { type: 'no-spawn', errno: 'EAGAIN' },
      { outcome: 'error', rttMs: null, via: 'ping', detail: 'EAGAIN' },
    ],
  ];
  test.each(cases)('exit status %s', (_, end, finding) => {
    const { clock, runs, found, probe } = send();
    probe();
    clock.advance(40);
    runs[0]?.end(end);
    clock.advance(60_000);
    expect(found).toEqual([finding]);
  });

  test('lost at the deadline, late when it answers after all', () => {
    const { clock, runs, found, probe } = send();
    probe();
    clock.advance(4000);
    runs[0]?.end(exit(0, 3990));
    expect(found.map(({ outcome, rttMs }) => [outcome, rttMs])).toEqual([
      ['lost', null],
      ['late', 3990],
    ]);
  });

  test('a process that outlives its 10 s is killed', () => {
    const { clock, runs, found, probe } = send();
    probe();
    clock.advance(10_000);
    expect(runs[0]?.killed).toBe(true);
    expect(runs[0]?.waitMs).toBe(10_000);
    expect(found).toHaveLength(1);
  });

  test('cancelled: killed and silent', () => {
    const { clock, runs, found, probe } = send();
    probe().cancel();
    runs[0]?.end(exit(null));
    clock.advance(20_000);
    expect(runs[0]?.killed).toBe(true);
    expect(found).toEqual([]);
  });

  test('no more than 48 at a time: the oldest makes room', () => {
    const { clock, runs, probe } = send();
    for (let turn = 0; turn < 100; turn += 1) {
      probe();
      clock.advance(90);
      for (const run of runs) if (run.killed) run.end(exit(null));
    }
    expect(runs.filter(({ killed }) => !killed).length).toBeLessThanOrEqual(48);
    expect(runs[0]?.killed).toBe(true);
    expect(runs.at(-1)?.killed).toBe(false);
  });
});

describe('can ping', () => {
  test.each([
    [exit(0), true],
    [exit(1), true],
    [exit(2), false],
    [exit(null), false],
    [{ type: 'no-spawn', errno: 'ENOENT' } as const, false],
  ])('%j: %s', async (end, expected) => {
    const { runs, runPing } = fakePing();
    const answer = canPing(runPing);
    runs[0]?.end(end);
    expect(await answer).toBe(expected);
    expect(runs[0]?.address).toBe('127.0.0.1');
  });
});

describe('command', () => {
  test('one request, numeric, fixed family, whole seconds on Linux', () => {
    expect(pingCommand('linux', '192.0.2.1', 1500)).toEqual({
      program: 'ping',
      args: ['-n', '-c', '1', '-W', '2', '-4', '192.0.2.1'],
    });
    expect(pingCommand('linux', 'fe80::1%eth0', 10_000).args).toEqual([
      '-n',
      '-c',
      '1',
      '-W',
      '10',
      '-6',
      'fe80::1%eth0',
    ]);
  });

  test('milliseconds on macOS and Windows', () => {
    expect(pingCommand('darwin', '192.0.2.1', 1500).args).toContain('1500');
    expect(pingCommand('darwin', '2001:db8::1', 1500).program).toBe('ping6');
    expect(pingCommand('win32', '192.0.2.1', 1500).args).toEqual([
      '-n',
      '1',
      '-w',
      '1500',
      '-4',
      '192.0.2.1',
    ]);
  });

  test.each([
    ['64 bytes from 192.0.2.1: icmp_seq=1 ttl=64 time=0.205 ms', 0.205],
    ['64 bytes from 192.0.2.1: icmp_seq=1 ttl=64 time=12 ms', 12],
    ['Reply from 192.0.2.1: bytes=32 time<1 ms TTL=64', 1],
    ['64 bytes from 192.0.2.1: Zeit=1,2 ms', null],
    ['', null],
    ['time=99999999999999999999 ms', null],
  ])('time figure of %j', (output, figure) => {
    expect(timeFigure(output)).toBe(figure);
  });
});

describe('the real ping on the loopback', () => {
  const run = (address: string): Promise<PingEnd> =>
    new Promise((resolve) => {
      runSystemPing(address, 1000, resolve);
    });

  test('answers with a figure', async () => {
    const end = await run('127.0.0.1');
    expect(end).toMatchObject({ type: 'exit', code: 0 });
    expect(end.type === 'exit' ? end.figureMs : null).toBeGreaterThanOrEqual(0);
  });
});

describe('another program by that name', () => {
  const path = process.env['PATH'];
  let folder = '';
  afterEach(() => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
  });

  /** Runs `ping`, which is a shell script here. */
  function runScript(script: string): { readonly end: Promise<PingEnd>; kill(): void } {
    folder = mkdtempSync(join(tmpdir(), 'faultline-ping-'));
    writeFileSync(join(folder, 'ping'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    process.env['PATH'] = `${folder}:${path}`;
    let onEnd: (end: PingEnd) => void = () => undefined;
    const end = new Promise<PingEnd>((resolve) => {
      onEnd = resolve;
    });
    return { end, ...runSystemPing('127.0.0.1', 10_000, (value) => onEnd(value)) };
  }

  test('killed, it ends without a status', async () => {
    const run = runScript('exec sleep 600');
    run.kill();
    expect(await run.end).toEqual({ type: 'exit', code: null, figureMs: null });
  });

  test('its words count for nothing but the figure', async () => {
    const run = runScript('echo "100% packet loss, time=7.5 ms"; exit 0');
    expect(await run.end).toEqual({ type: 'exit', code: 0, figureMs: 7.5 });
  });

  test('endless words are not kept', async () => {
    const run = runScript('head -c 5000000 /dev/zero; echo "time=3 ms"; exit 1');
    expect(await run.end).toEqual({ type: 'exit', code: 1, figureMs: null });
  });

  test('the surroundings it gets are a path and the plain locale', async () => {
    const run = runScript('test "$LC_ALL" = C && test -z "$HOME" && exit 0; exit 9');
    expect(await run.end).toMatchObject({ code: 0 });
  });

  test('one that may not be run is told by its error', async () => {
    folder = mkdtempSync(join(tmpdir(), 'faultline-ping-'));
    process.env['PATH'] = folder;
    const end = new Promise<PingEnd>((resolve) => {
      runSystemPing('127.0.0.1', 1000, resolve);
    });
    expect(await end).toEqual({ type: 'no-spawn', errno: 'ENOENT' });
  });
});
