import { type ChildProcess, spawn } from 'node:child_process';
import { LATE_WINDOW_MS, LOST_AFTER_MS, type ProbeAnswer, type Prober, type ProbeTarget } from './prober.ts';

/** Arguments for one probe that waits for the whole late window. No shell, so the address is never more than that. */
function systemPing({ address, family, size }: ProbeTarget): readonly [string, readonly string[]] {
  const common = ['-n', '-c', '1', '-s', String(size)];
  if (process.platform === 'darwin') {
    // There `-W` counts milliseconds, IPv6 has a program of its own and that one knows no `-W`.
    return family === 6 ? ['ping6', [...common, address]] : ['ping', [...common, '-W', String(LATE_WINDOW_MS), address]];
  }
  return ['ping', [`-${family}`, ...common, '-W', String(LATE_WINDOW_MS / 1000), address]];
}

/** The one figure taken from its text; whether there was an answer at all is its exit status. */
function roundTrip(text: string): number | null {
  const found = /\btime[=<]([0-9]+(?:\.[0-9]+)?) ?ms\b/.exec(text);
  return found === null ? null : Number(found[1]);
}

/** Longer output than one probe makes is not read. */
const MAX_TEXT = 4096;

interface Started {
  readonly child: ChildProcess;
  readonly sentMs: number;
  text: string;
  lost: boolean;
}

/** 0: answered. 1: not answered, at once if an ICMP error came. Else it could not be sent. */
function finish(started: Started, status: number | null): ProbeAnswer | null {
  const tookMs = performance.now() - started.sentMs;
  if (status === 0) {
    const rttMs = roundTrip(started.text) ?? tookMs;
    return { type: started.lost ? 'late' : 'reply', rttMs };
  }
  if (started.lost) return null;
  return status === 1
    ? { type: 'unreachable', code: null, from: null }
    : { type: 'not-sent', code: 'the system ping refused it' };
}

/** Probes through the system's `ping`, one process each: slower, and duplicates stay unseen. */
export function systemProber(target: ProbeTarget): Prober {
  const running = new Set<ChildProcess>();
  let gone: (reason: string) => void = () => {};

  const send = (onAnswer: (answer: ProbeAnswer) => void): void => {
    const [program, args] = systemPing(target);
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
      detached: true,
      windowsHide: true,
    });
    const started: Started = { child, sentMs: performance.now(), text: '', lost: false };
    running.add(child);
    const deadline = setTimeout(() => {
      started.lost = true;
      onAnswer({ type: 'lost' });
    }, LOST_AFTER_MS);
    child.stdout.setEncoding('latin1').on('data', (text: string) => {
      if (started.text.length < MAX_TEXT) started.text += text;
    });
    child.on('error', (error) => {
      clearTimeout(deadline);
      running.delete(child);
      gone(`the system's ping could not be started: ${error.message}`);
    });
    child.on('close', (status) => {
      clearTimeout(deadline);
      // Taken out before: it failed to start, or was ended by close().
      if (!running.delete(child)) return;
      const answer = finish(started, status);
      if (answer !== null) onAnswer(answer);
    });
  };

  const close = async (): Promise<void> => {
    for (const child of running) child.kill();
    running.clear();
  };
  return { mode: 'ping', send, onGone: (listener) => { gone = listener; }, close };
}
