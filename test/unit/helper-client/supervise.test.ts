import { describe, expect, test } from 'vitest';
import type { WayedStart } from '../../../main/helper-client/helper-ways.ts';
import { backOffMs } from '../../../main/helper-client/supervise.ts';
import { FakeHelper } from '../monitor/echo/fake-helper.ts';
import { DECLINED, DISTRUSTED, FAILED, REFUSED, ran, settle, supervise } from './supervision.ts';

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
