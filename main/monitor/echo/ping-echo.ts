import { openAnswerWindow } from '../flight/answer-window.ts';
import { FINAL_MS, type Finding } from '../flight/probe.ts';
import type { SendEcho } from './echo-source.ts';
import type { PingEnd, PingRun, RunPing } from './run-ping.ts';

/** Processes at a time. In an outage each waits its 10 s; the oldest makes room, its probe being lost by then. */
const MAX_RUNNING = 48;

const via = 'ping';

/**
 * From the exit status alone, never from text, which is translated and differs between versions: 0 answered,
 * 1 not answered, 2 could not be sent. As `ping` works on the loopback, 2 means no way to that address.
 */
function findingOf(end: PingEnd, elapsedMs: number): Finding {
  if (end.type === 'no-spawn') return { outcome: 'error', rttMs: null, via, detail: end.errno };
  if (end.code === 0) return { outcome: 'reply', rttMs: end.figureMs ?? elapsedMs, via };
  if (end.code === 1) return { outcome: 'lost', rttMs: null, via };
  if (end.code === 2) return { outcome: 'unreachable', rttMs: null, via, detail: 'no-route' };
  return {
    outcome: 'error',
    rttMs: null,
    via,
    detail: end.code === null ? 'ping-killed' : `ping-exit-${end.code}`,
  };
}

/** Echoes by the system's `ping`, for when there is no helper: a little slower, and marked. */
export function pingEcho(runPing: RunPing): SendEcho {
  const running = new Set<PingRun>();
  return (address, context, report) => {
    const { clock } = context;
    if (running.size >= MAX_RUNNING) [...running][0]?.kill();
    const startedMs = clock.now().monoMs;
    const window = openAnswerWindow(context, { outcome: 'lost', rttMs: null, via }, report, () => run.kill());
    const run = runPing(address, FINAL_MS, (end) => {
      running.delete(run);
      window.settle(findingOf(end, clock.now().monoMs - startedMs));
    });
    running.add(run);
    return {
      via,
      cancel: () => {
        window.close();
        run.kill();
      },
    };
  };
}
