import type { HelperChoice, HelperWayName } from '../../../main/domain/model/helper-way.ts';
import type { HelperWays, WayedStart } from '../../../main/helper-client/helper-ways.ts';
import { type HelperState, superviseHelper } from '../../../main/helper-client/supervise.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import type { FakeHelper } from '../monitor/echo/fake-helper.ts';

export const REFUSED: WayedStart = {
  ok: false,
  code: 'no-privilege',
  reason: 'no right to open raw sockets',
};
export const DECLINED: WayedStart = { ok: false, code: 'declined', reason: 'the right was not given' };
export const FAILED: WayedStart = { ok: false, code: 'failed', reason: 'the helper did not start' };

/** Lets what was awaited go on. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const DISTRUSTED: WayedStart = {
  ok: false,
  code: 'distrusted',
  reason: 'the helper is not trusted: everybody could change /opt/helper',
};

export const ran = (helper: FakeHelper, way: HelperWayName = 'inherited'): WayedStart => ({
  ok: true,
  client: helper.client,
  way,
});

type Next = (asked: boolean, signal: AbortSignal) => WayedStart | Promise<WayedStart>;

/** What `suits` says is up to the test: by default only an inherited right leaves nothing to wish for. */
function waysThat(next: Next, suits: Suits, beforeLook: () => Promise<void>) {
  let choice: HelperChoice = 'auto';
  const ways: HelperWays = {
    get choice() {
      return choice;
    },
    setChoice: (wanted) => {
      choice = wanted;
    },
    startUnasked: async (signal) => next(false, signal),
    startAsked: async (signal) => next(true, signal),
    suits: (way) => suits(way, choice),
    look: async () => {
      await beforeLook();
      return { choice, ways: [], file: '/opt/helper', distrust: '' };
    },
  };
  return ways;
}

type Suits = (way: HelperWayName, choice: HelperChoice) => boolean;

export async function supervise(
  next: Next,
  suits: Suits = (way) => way === 'inherited',
  beforeLook: () => Promise<void> = async () => undefined,
) {
  const clock = new FakeClock();
  const changes: HelperState[] = [];
  const startsAt: number[] = [];
  const beganMs = clock.now().monoMs;
  const counted: Next = (asked, signal) => {
    startsAt.push(clock.now().monoMs - beganMs);
    return next(asked, signal);
  };
  const supervisor = await superviseHelper({
    ways: waysThat(counted, suits, beforeLook),
    timers: { nowMs: () => clock.now().monoMs, setTimer: (callback, ms) => clock.setTimer(callback, ms) },
    onChange: (state) => changes.push(state),
  });
  /** Passes time in steps, so that each attempt is over before the next is due. */
  const pass = async (durationMs: number): Promise<void> => {
    for (let passed = 0; passed < durationMs; passed += 500) {
      clock.advance(500);
      await settle();
    }
  };
  return { clock, changes, startsAt, supervisor, pass };
}
