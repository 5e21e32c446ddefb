import { uptime } from 'node:os';
import { monoMs, wallMs } from '../../domain/model/units.ts';
import type { Instant } from '../../domain/outage/types.ts';
import type { Clock } from '../types.ts';

/** Between the two readings of the monotonic clock that enclose one of the wall clock. */
const TORN_MS = 50;

/**
 * Both clocks at one instant. A process stopped between the two readings would see them diverge by the whole
 * stop, which looks like a clock jump: such a torn pair is read again.
 */
function readBoth(): Instant {
  for (let attempt = 0; ; attempt += 1) {
    const before = performance.now();
    const wall = Date.now();
    const after = performance.now();
    if (after - before < TORN_MS || attempt === 3) return { monoMs: monoMs(after), wallMs: wallMs(wall) };
  }
}

/**
 * The clocks of this machine. On Linux the monotonic clock stands still in a suspend and the uptime goes on;
 * on macOS and Windows the monotonic clock that Node reads goes on itself.
 */
export const systemClock: Clock = {
  now: readBoth,
  bootMs: () => (process.platform === 'linux' ? uptime() * 1000 : null),
  setTimer: (callback, delayMs) => {
    // Rounded up: Node cuts fractions off, and a timer that fires early has to be set twice.
    const timer = setTimeout(callback, Math.ceil(Math.max(0, delayMs)));
    return { cancel: () => clearTimeout(timer) };
  },
};
