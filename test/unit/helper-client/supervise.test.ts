import { describe, expect, test } from 'vitest';
import { backOffMs, type HelperState, superviseHelper } from '../../../main/helper-client/supervise.ts';
import type { HelperCommand, HelperStart } from '../../../main/helper-client/types.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeHelper } from '../monitor/echo/fake-helper.ts';

const REFUSED: HelperStart = { ok: false, code: 'no-privilege', reason: 'no right to open raw sockets' };
const DECLINED: HelperStart = { ok: false, code: 'declined', reason: 'the right was not given' };
const FAILED: HelperStart = { ok: false, code: 'failed', reason: 'the helper did not start' };

/** Lets what was awaited go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

type Next = (command: HelperCommand | undefined, signal: AbortSignal) => HelperStart | Promise<HelperStart>;

async function supervise(next: Next) {
  const clock = new FakeClock();
  const changes: HelperState[] = [];
  const startsAt: number[] = [];
  const beganMs = clock.now().monoMs;
  const supervisor = await superviseHelper({
    start: async (signal, command) => {
      startsAt.push(clock.now().monoMs - beganMs);
      return next(command, signal);
    },
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
    const { supervisor, changes } = await supervise(() => ({ ok: true, client: helper.client }));
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
      return helper === undefined ? FAILED : { ok: true, client: helper.client };
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
      return { ok: true, client: helper.client };
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

  test('a privilege that was granted meanwhile is found', async () => {
    const helper = new FakeHelper();
    let granted = false;
    const { supervisor, changes, pass } = await supervise(() =>
      granted ? { ok: true, client: helper.client } : REFUSED,
    );
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
      return { ok: true, client: starts === 1 ? helper.client : new FakeHelper().client };
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
    let resolveStart: (start: HelperStart) => void = () => undefined;
    let starts = 0;
    const { supervisor, changes, pass, clock } = await supervise(() => {
      starts += 1;
      if (starts === 1) return FAILED;
      return new Promise<HelperStart>((resolve) => {
        resolveStart = resolve;
      });
    });
    await pass(1_000);
    const stopped = supervisor.stop();
    resolveStart({ ok: true, client: helper.client });
    await stopped;
    expect(helper.closed).toBe(1);
    await pass(200_000);
    expect(starts).toBe(2);
    expect(changes).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });
});

describe('on demand', () => {
  const ASKING: HelperCommand = ['/usr/bin/pkexec', '/opt/node', '/opt/helper.cjs'];

  test('tries now, with the usual command', async () => {
    const helper = new FakeHelper();
    let starts = 0;
    const { supervisor, startsAt, changes, clock } = await supervise(() => {
      starts += 1;
      return starts === 1 ? FAILED : { ok: true, client: helper.client };
    });
    expect(await supervisor.retry()).toEqual({ ok: true });
    expect(startsAt).toEqual([0, 0]);
    expect(changes).toEqual([{ client: helper.client }]);
    // The attempt that was due after the failure is not made any more.
    expect(clock.pendingTimers).toBe(0);
    expect(await supervisor.retry(ASKING)).toEqual({ ok: true });
    expect(startsAt).toHaveLength(2);
    await supervisor.stop();
  });

  test('with a command that asks: that one only then, never by itself', async () => {
    const commands: (HelperCommand | undefined)[] = [];
    const helper = new FakeHelper();
    const { supervisor, changes, pass } = await supervise((command) => {
      commands.push(command);
      return command === undefined ? REFUSED : { ok: true, client: helper.client };
    });
    expect(await supervisor.retry(ASKING)).toEqual({ ok: true });
    expect(supervisor.state.client).toBe(helper.client);
    helper.die('it was ended by SIGKILL');
    await pass(200_000);
    expect(commands.slice(2).length).toBeGreaterThanOrEqual(2);
    expect(commands.slice(2).every((command) => command === undefined)).toBe(true);
    expect(changes.at(-1)).toMatchObject({ client: null, code: 'no-privilege' });
    await supervisor.stop();
  });

  test('declined: said, and not tried again before somebody asks', async () => {
    let answer: HelperStart = DECLINED;
    const { supervisor, startsAt, changes, pass, clock } = await supervise((command) =>
      command === undefined ? REFUSED : answer,
    );
    expect(await supervisor.retry(ASKING)).toEqual({
      ok: false,
      code: 'declined',
      reason: 'the right was not given',
    });
    expect(changes).toEqual([{ client: null, code: 'declined', reason: 'the right was not given' }]);
    await pass(600_000);
    expect(startsAt).toHaveLength(2);
    expect(clock.pendingTimers).toBe(0);
    const helper = new FakeHelper();
    answer = { ok: true, client: helper.client };
    expect(await supervisor.retry(ASKING)).toEqual({ ok: true });
    await supervisor.stop();
  });

  test('asked many times: one question', async () => {
    let asked = 0;
    let resolveStart: (start: HelperStart) => void = () => undefined;
    const { supervisor } = await supervise((command) => {
      if (command === undefined) return REFUSED;
      asked += 1;
      return new Promise((resolve) => {
        resolveStart = resolve;
      });
    });
    const retries = Array.from({ length: 5 }, () => supervisor.retry(ASKING));
    await settle();
    resolveStart(DECLINED);
    for (const retry of await Promise.all(retries)) expect(retry).toMatchObject({ code: 'declined' });
    expect(asked).toBe(1);
    await supervisor.stop();
  });

  test('an attempt that is under way is waited for, and may suffice', async () => {
    const helper = new FakeHelper();
    let resolveStart: (start: HelperStart) => void = () => undefined;
    const commands: (HelperCommand | undefined)[] = [];
    const { supervisor, pass } = await supervise((command) => {
      commands.push(command);
      if (commands.length === 1) return FAILED;
      return new Promise((resolve) => {
        resolveStart = resolve;
      });
    });
    await pass(1_000);
    const retry = supervisor.retry(ASKING);
    resolveStart({ ok: true, client: helper.client });
    expect(await retry).toEqual({ ok: true });
    expect(commands).toEqual([undefined, undefined]);
    await supervisor.stop();
  });

  test('stopped while a person thinks: the attempt is told to end', async () => {
    const { supervisor, changes } = await supervise((command, signal) => {
      if (command === undefined) return REFUSED;
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(FAILED));
      });
    });
    const retry = supervisor.retry(ASKING);
    await settle();
    await supervisor.stop();
    expect(await retry).toMatchObject({ ok: false });
    expect(changes).toEqual([]);
    expect(await supervisor.retry(ASKING)).toMatchObject({ ok: false });
  });
});
