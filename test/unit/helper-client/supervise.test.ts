import { describe, expect, test } from 'vitest';
import type { HelperChoice, HelperWayName } from '../../../main/domain/model/helper-way.ts';
import type { HelperWays, WayedStart } from '../../../main/helper-client/helper-ways.ts';
import { backOffMs, type HelperState, superviseHelper } from '../../../main/helper-client/supervise.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeHelper } from '../monitor/echo/fake-helper.ts';

const REFUSED: WayedStart = { ok: false, code: 'no-privilege', reason: 'no right to open raw sockets' };
const DECLINED: WayedStart = { ok: false, code: 'declined', reason: 'the right was not given' };
const FAILED: WayedStart = { ok: false, code: 'failed', reason: 'the helper did not start' };

/** Lets what was awaited go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const DISTRUSTED: WayedStart = {
  ok: false,
  code: 'distrusted',
  reason: 'the helper is not trusted: everybody could change /opt/helper',
};

const ran = (helper: FakeHelper, way: HelperWayName = 'inherited'): WayedStart => ({
  ok: true,
  client: helper.client,
  way,
});

type Next = (asked: boolean, signal: AbortSignal) => WayedStart | Promise<WayedStart>;

/** What `suits` says is up to the test: by default only an inherited right leaves nothing to wish for. */
function waysThat(next: Next, suits: Suits) {
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
    look: async () => ({ choice, ways: [], file: '/opt/helper', distrust: '' }),
  };
  return ways;
}

type Suits = (way: HelperWayName, choice: HelperChoice) => boolean;

async function supervise(next: Next, suits: Suits = (way) => way === 'inherited') {
  const clock = new FakeClock();
  const changes: HelperState[] = [];
  const startsAt: number[] = [];
  const beganMs = clock.now().monoMs;
  const counted: Next = (asked, signal) => {
    startsAt.push(clock.now().monoMs - beganMs);
    return next(asked, signal);
  };
  const supervisor = await superviseHelper({
    ways: waysThat(counted, suits),
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

describe('supervision', () => {
  test('the first attempt is awaited and not told as a change', async () => {
    const helper = new FakeHelper();
    const { supervisor, changes } = await supervise(() => ran(helper));
    expect(supervisor.state.client).toBe(helper.client);
    expect(changes).toEqual([]);
    await supervisor.stop();
    expect(helper.closed).toBe(1);
  });

  test('one that died is started again after a second; both changes are told', async () => {
    const helpers = [new FakeHelper(), new FakeHelper()];
    let starts = 0;
    const { supervisor, changes, startsAt, pass } = await supervise(() => {
      const helper = helpers[starts];
      starts += 1;
      return helper === undefined ? FAILED : ran(helper);
    });
    await pass(90_000);
    helpers[0]?.die('it was ended by SIGKILL');
    expect(changes).toEqual([
      {
        client: null,
        code: 'failed',
        reason: 'the helper stopped: it was ended by SIGKILL; it is started again in 1 s',
      },
    ]);
    await pass(1_000);
    expect(startsAt).toEqual([0, 91_000]);
    expect(supervisor.state.client).toBe(helpers[1]?.client);
    expect(changes).toHaveLength(2);
    await supervisor.stop();
  });

  test('1, 2, 4 ... 60 s between failures', async () => {
    const { startsAt, supervisor, pass } = await supervise(() => FAILED);
    await pass(250_000);
    await supervisor.stop();
    expect(startsAt).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243].map((seconds) => seconds * 1000));
    expect([0, 5, 6, 1000].map(backOffMs)).toEqual([1000, 32_000, 60_000, 60_000]);
  });

  test('helpers that die young do not reset the back-off', async () => {
    const { startsAt, supervisor, pass } = await supervise(() => {
      const helper = new FakeHelper();
      setImmediate(() => helper.die('it exited with code 1'));
      return ran(helper);
    });
    await pass(20_000);
    await supervisor.stop();
    expect(startsAt.length).toBeLessThanOrEqual(6);
    expect(startsAt.length).toBeGreaterThanOrEqual(4);
  });

  test('no privilege is looked at again once a minute, and told once', async () => {
    const { startsAt, changes, supervisor, pass } = await supervise(() => REFUSED);
    await pass(200_000);
    await supervisor.stop();
    expect(startsAt).toEqual([0, 60_000, 120_000, 180_000]);
    expect(changes).toEqual([]);
    expect(supervisor.state).toMatchObject({ client: null, code: 'no-privilege' });
  });

  test('nor is one that is not trusted tried more often', async () => {
    const { startsAt, supervisor, pass } = await supervise(() => DISTRUSTED);
    await pass(130_000);
    expect(await supervisor.fix()).toEqual(DISTRUSTED);
    await supervisor.stop();
    expect(startsAt).toEqual([0, 60_000, 120_000, 130_000]);
  });

  test('a privilege that was granted meanwhile is found', async () => {
    const helper = new FakeHelper();
    let granted = false;
    const { supervisor, changes, pass } = await supervise(() => (granted ? ran(helper) : REFUSED));
    granted = true;
    await pass(61_000);
    expect(changes).toMatchObject([{ client: helper.client }]);
    await supervisor.stop();
  });

  test('a silent one is replaced', async () => {
    const helper = new FakeHelper();
    let starts = 0;
    const { supervisor, pass } = await supervise(() => {
      starts += 1;
      return ran(starts === 1 ? helper : new FakeHelper());
    });
    supervisor.replace();
    // Not asked to drain: one that hangs would not, and its silence looks like the line's.
    expect([helper.givenUp, helper.closed]).toEqual([1, 0]);
    await pass(2_000);
    expect(starts).toBe(2);
    expect(supervisor.state.client).not.toBeNull();
    await supervisor.stop();
  });

  test('stopped: nothing is started or told any more, a helper that was on its way is closed', async () => {
    const helper = new FakeHelper();
    let resolveStart: (start: WayedStart) => void = () => undefined;
    let starts = 0;
    const { supervisor, changes, pass, clock } = await supervise(() => {
      starts += 1;
      if (starts === 1) return FAILED;
      return new Promise<WayedStart>((resolve) => {
        resolveStart = resolve;
      });
    });
    await pass(1_000);
    const stopped = supervisor.stop();
    resolveStart(ran(helper));
    await stopped;
    expect(helper.closed).toBe(1);
    await pass(200_000);
    expect(starts).toBe(2);
    expect(changes).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('on demand', () => {
  test('tries now', async () => {
    const helper = new FakeHelper();
    let starts = 0;
    const { supervisor, startsAt, changes, clock } = await supervise(() => {
      starts += 1;
      return starts === 1 ? FAILED : ran(helper);
    });
    expect(await supervisor.fix()).toEqual({ ok: true });
    expect(startsAt).toEqual([0, 0]);
    expect(changes).toEqual([{ client: helper.client, way: 'inherited' }]);
    // The attempt that was due after the failure is not made any more.
    expect(clock.pendingTimers).toBe(0);
    expect(await supervisor.fix()).toEqual({ ok: true });
    expect(startsAt).toHaveLength(2);
    await supervisor.stop();
  });

  test('a person is asked only then, never by itself', async () => {
    const questions: boolean[] = [];
    const helper = new FakeHelper();
    const { supervisor, changes, pass } = await supervise((asked) => {
      questions.push(asked);
      return asked ? ran(helper) : REFUSED;
    });
    expect(await supervisor.fix()).toEqual({ ok: true });
    expect(supervisor.state.client).toBe(helper.client);
    helper.die('it was ended by SIGKILL');
    await pass(200_000);
    expect(questions.slice(2).length).toBeGreaterThanOrEqual(2);
    expect(questions.slice(2)).not.toContain(true);
    expect(changes.at(-1)).toMatchObject({ client: null, code: 'no-privilege' });
    await supervisor.stop();
  });

  test('declined: said, and not tried again before somebody asks', async () => {
    let answer: WayedStart = DECLINED;
    const { supervisor, startsAt, changes, pass, clock } = await supervise((asked) =>
      asked ? answer : REFUSED,
    );
    expect(await supervisor.fix()).toEqual({
      ok: false,
      code: 'declined',
      reason: 'the right was not given',
    });
    expect(changes).toEqual([{ client: null, code: 'declined', reason: 'the right was not given' }]);
    await pass(600_000);
    expect(startsAt).toHaveLength(2);
    expect(clock.pendingTimers).toBe(0);
    const helper = new FakeHelper();
    answer = ran(helper);
    expect(await supervisor.fix()).toEqual({ ok: true });
    await supervisor.stop();
  });

  test('asked many times: one question', async () => {
    let questions = 0;
    let resolveStart: (start: WayedStart) => void = () => undefined;
    const { supervisor } = await supervise((asked) => {
      if (!asked) return REFUSED;
      questions += 1;
      return new Promise((resolve) => {
        resolveStart = resolve;
      });
    });
    const retries = Array.from({ length: 5 }, () => supervisor.fix());
    await settle();
    resolveStart(DECLINED);
    for (const retry of await Promise.all(retries)) expect(retry).toMatchObject({ code: 'declined' });
    expect(questions).toBe(1);
    await supervisor.stop();
  });

  test('an attempt that is under way is waited for, and may suffice', async () => {
    const helper = new FakeHelper();
    let resolveStart: (start: WayedStart) => void = () => undefined;
    const questions: boolean[] = [];
    const { supervisor, pass } = await supervise((asked) => {
      questions.push(asked);
      if (questions.length === 1) return FAILED;
      return new Promise((resolve) => {
        resolveStart = resolve;
      });
    });
    await pass(1_000);
    const retry = supervisor.fix();
    resolveStart(ran(helper));
    expect(await retry).toEqual({ ok: true });
    expect(questions).toEqual([false, false]);
    await supervisor.stop();
  });

  test('stopped while a person thinks: the attempt is told to end', async () => {
    const { supervisor, changes } = await supervise((asked, signal) => {
      if (!asked) return REFUSED;
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(FAILED));
      });
    });
    const retry = supervisor.fix();
    await settle();
    await supervisor.stop();
    expect(await retry).toMatchObject({ ok: false });
    expect(changes).toEqual([]);
    expect(await supervisor.fix()).toMatchObject({ ok: false });
  });
});

describe('another way', () => {
  const asPkexec = (helper: FakeHelper): WayedStart => ran(helper, 'pkexec');

  test('where it already runs that way: nothing is started', async () => {
    const helper = new FakeHelper();
    const { supervisor, startsAt } = await supervise(() => ran(helper));
    expect(await supervisor.useChosenWay()).toEqual({ ok: true });
    expect(startsAt).toHaveLength(1);
    await supervisor.stop();
  });

  test('the new helper first, then the old one is let go, and is not missed', async () => {
    const [old, fresh] = [new FakeHelper(), new FakeHelper()];
    const { supervisor, changes, startsAt, clock, pass } = await supervise(
      (asked) => (asked ? ran(fresh, 'sudo-prompt') : asPkexec(old)),
      (way, choice) => way === choice,
    );
    supervisor.setChoice('sudo-prompt');
    expect(await supervisor.useChosenWay()).toEqual({ ok: true });
    expect(changes).toEqual([{ client: fresh.client, way: 'sudo-prompt' }]);
    // It still answers what it was asked.
    expect([old.closed, fresh.closed]).toEqual([0, 0]);
    await pass(3_000);
    expect([old.closed, fresh.closed]).toEqual([1, 0]);
    old.die('it exited with code 0');
    await pass(5_000);
    expect(startsAt).toHaveLength(2);
    expect(supervisor.state.client).toBe(fresh.client);
    expect(clock.pendingTimers).toBe(0);
    await supervisor.stop();
    expect(fresh.closed).toBe(1);
  });

  test('the end of it all ends one that was still to be let go, too', async () => {
    const [old, fresh] = [new FakeHelper(), new FakeHelper()];
    const { supervisor, clock } = await supervise(
      (asked) => asPkexec(asked ? fresh : old),
      () => false,
    );
    await supervisor.useChosenWay();
    await supervisor.stop();
    expect([old.closed, fresh.closed, clock.pendingTimers]).toEqual([1, 1, 0]);
  });

  test('declined: the one that runs goes on, and nobody is told of a change', async () => {
    const helper = new FakeHelper();
    const { supervisor, changes, clock } = await supervise(
      (asked) => (asked ? DECLINED : asPkexec(helper)),
      () => false,
    );
    expect(await supervisor.useChosenWay()).toEqual(DECLINED);
    expect(supervisor.state.client).toBe(helper.client);
    expect([changes, helper.closed, clock.pendingTimers]).toEqual([[], 0, 0]);
    await supervisor.stop();
  });

  test('the old one dies while a person thinks, who then declines: said, and nobody is asked again', async () => {
    const helper = new FakeHelper();
    let resolveStart: (start: WayedStart) => void = () => undefined;
    let unasked: WayedStart = asPkexec(helper);
    const { supervisor, changes, clock, pass, startsAt } = await supervise(
      (asked) =>
        asked
          ? new Promise((resolve) => {
              resolveStart = resolve;
            })
          : unasked,
      () => false,
    );
    const use = supervisor.useChosenWay();
    await settle();
    unasked = REFUSED;
    helper.die('it was ended by SIGKILL');
    await pass(3_000);
    // One at a time: what was due meanwhile has waited for the person.
    expect(startsAt).toHaveLength(2);
    resolveStart(DECLINED);
    expect(await use).toEqual(DECLINED);
    expect(changes.at(-1)).toEqual({ client: null, code: 'declined', reason: 'the right was not given' });
    expect(clock.pendingTimers).toBe(0);
    await supervisor.stop();
  });

  test('a second choice while the first is being asked for: one question after the other', async () => {
    const answers: ((start: WayedStart) => void)[] = [];
    const { supervisor } = await supervise(
      (asked) => (asked ? new Promise((resolve) => answers.push(resolve)) : REFUSED),
      (way, choice) => way === choice,
    );
    supervisor.setChoice('pkexec');
    const first = [supervisor.useChosenWay(), supervisor.useChosenWay()];
    await settle();
    supervisor.setChoice('sudo-prompt');
    const second = supervisor.useChosenWay();
    await settle();
    expect(answers).toHaveLength(1);
    answers[0]?.(asPkexec(new FakeHelper()));
    expect(await Promise.all(first)).toEqual([{ ok: true }, { ok: true }]);
    await settle();
    expect(answers).toHaveLength(2);
    answers[1]?.(DECLINED);
    expect(await second).toEqual(DECLINED);
    expect(supervisor.state).toMatchObject({ way: 'pkexec' });
    await supervisor.stop();
  });

  test('what is known of it: way, privilege, reason; changes are told until nobody listens', async () => {
    const helper = new FakeHelper();
    const { supervisor } = await supervise((asked) => (asked ? asPkexec(helper) : REFUSED));
    let told = 0;
    const forget = supervisor.onChange(() => {
      told += 1;
    });
    expect(await supervisor.access()).toEqual({
      choice: 'auto',
      active: null,
      privilege: null,
      reason: 'No right to open raw sockets.',
      ways: [],
      file: '/opt/helper',
      distrust: '',
    });
    supervisor.setChoice('pkexec');
    supervisor.setChoice('pkexec');
    expect(told).toBe(1);
    await supervisor.fix();
    expect(told).toBe(2);
    const { uid, dropped } = helper.client.hello.privilege;
    expect(await supervisor.access()).toMatchObject({
      choice: 'pkexec',
      active: 'pkexec',
      privilege: { uid, dropped },
      reason: '',
    });
    forget();
    helper.die('it was ended by SIGKILL');
    expect(told).toBe(2);
    await supervisor.stop();
  });
});
