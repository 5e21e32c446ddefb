import { describe, expect, test } from 'vitest';
import type { WayedStart } from '../../../main/helper-client/helper-ways.ts';
import { FakeHelper } from '../monitor/echo/fake-helper.ts';
import { DECLINED, REFUSED, ran, settle, supervise } from './supervision.ts';

describe('another way', () => {
  const asPkexec = (helper: FakeHelper): WayedStart => ran(helper, 'pkexec');

  test('where it already runs that way: nothing is started', async () => {
    const helper = new FakeHelper();
    const { supervisor, startsAt } = await supervise(() => ran(helper));
    expect(await supervisor.useWay('auto')).toEqual({ ok: true });
    expect(startsAt).toHaveLength(1);
    await supervisor.stop();
  });

  test('the new helper first, then the old one is let go, and is not missed', async () => {
    const [old, fresh] = [new FakeHelper(), new FakeHelper()];
    const { supervisor, changes, startsAt, clock, pass } = await supervise(
      (asked) => (asked ? ran(fresh, 'sudo-prompt') : asPkexec(old)),
      (way, choice) => way === choice,
    );
    expect(await supervisor.useWay('sudo-prompt')).toEqual({ ok: true });
    expect((await supervisor.access()).choice).toBe('sudo-prompt');
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
    await supervisor.useWay('auto');
    await supervisor.stop();
    expect([old.closed, fresh.closed, clock.pendingTimers]).toEqual([1, 1, 0]);
  });

  test('declined: the one that runs goes on, and nobody is told of a change', async () => {
    const helper = new FakeHelper();
    const { supervisor, changes, clock } = await supervise(
      (asked) => (asked ? DECLINED : asPkexec(helper)),
      () => false,
    );
    expect(await supervisor.useWay('auto')).toEqual(DECLINED);
    expect(supervisor.state.client).toBe(helper.client);
    expect([changes, helper.closed, clock.pendingTimers]).toEqual([[], 0, 0]);
    await supervisor.stop();
  });

  test('one that did not come is not chosen; one that came is, unless the settings have changed it', async () => {
    let answer: WayedStart = DECLINED;
    let whileAsking: () => void = () => undefined;
    const { supervisor } = await supervise((asked) => {
      if (asked) whileAsking();
      return asked ? answer : REFUSED;
    });
    const choice = async () => (await supervisor.access()).choice;
    supervisor.setChoice('file-capability');
    expect(await supervisor.useWay('pkexec')).toEqual(DECLINED);
    expect(await choice()).toBe('file-capability');
    whileAsking = () => supervisor.setChoice('auto');
    expect(await supervisor.useWay('pkexec')).toEqual(DECLINED);
    expect(await choice()).toBe('auto');
    whileAsking = () => undefined;
    answer = asPkexec(new FakeHelper());
    expect(await supervisor.useWay('pkexec')).toEqual({ ok: true });
    expect(await choice()).toBe('pkexec');
    await supervisor.stop();
  });

  test('two after each other, both declined: the choice is what it was before the first', async () => {
    const { supervisor } = await supervise((asked) => (asked ? DECLINED : REFUSED));
    await Promise.all([supervisor.useWay('pkexec'), supervisor.useWay('sudo-prompt')]);
    expect((await supervisor.access()).choice).toBe('auto');
    await supervisor.stop();
  });

  test('the old one dies while a person thinks, who says yes: the new one keeps its place', async () => {
    const [old, fresh, third] = [new FakeHelper(), new FakeHelper(), new FakeHelper()];
    let resolveStart: (start: WayedStart) => void = () => undefined;
    let unasked = asPkexec(old);
    const { supervisor, clock, pass, startsAt } = await supervise(
      (asked) =>
        asked
          ? new Promise((resolve) => {
              resolveStart = resolve;
            })
          : unasked,
      () => false,
    );
    const use = supervisor.useWay('pkexec');
    await settle();
    unasked = ran(third);
    old.die('it was ended by SIGKILL');
    resolveStart(asPkexec(fresh));
    expect(await use).toEqual({ ok: true });
    expect(clock.pendingTimers).toBe(0);
    await pass(5_000);
    expect(startsAt).toHaveLength(2);
    expect(supervisor.state.client).toBe(fresh.client);
    await supervisor.stop();
  });

  test('the old one dies just before a person declines: nothing is tried by itself any more', async () => {
    const old = new FakeHelper();
    let resolveStart: (start: WayedStart) => void = () => undefined;
    const { supervisor, clock } = await supervise(
      (asked) =>
        asked
          ? new Promise((resolve) => {
              resolveStart = resolve;
            })
          : asPkexec(old),
      () => false,
    );
    const use = supervisor.useWay('pkexec');
    await settle();
    old.die('it was ended by SIGKILL');
    resolveStart(DECLINED);
    expect(await use).toEqual(DECLINED);
    expect([supervisor.state, clock.pendingTimers]).toEqual([
      { client: null, code: 'declined', reason: 'the right was not given' },
      0,
    ]);
    await supervisor.stop();
  });

  test('a helper that comes while the machine is looked at is told of', async () => {
    const helper = new FakeHelper();
    let goOn: () => void = () => undefined;
    const beforeLook = (): Promise<void> =>
      new Promise((resolve) => {
        goOn = resolve;
      });
    const { supervisor } = await supervise(
      (asked) => (asked ? asPkexec(helper) : REFUSED),
      () => false,
      beforeLook,
    );
    const looking = supervisor.access();
    await supervisor.fix();
    goOn();
    expect(await looking).toMatchObject({ active: 'pkexec', reason: '' });
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
    const use = supervisor.useWay('auto');
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
    const first = [supervisor.useWay('pkexec'), supervisor.useWay('pkexec')];
    await settle();
    const second = supervisor.useWay('sudo-prompt');
    await settle();
    expect(answers).toHaveLength(1);
    answers[0]?.(asPkexec(new FakeHelper()));
    expect(await Promise.all(first)).toEqual([{ ok: true }, { ok: true }]);
    await settle();
    expect(answers).toHaveLength(2);
    answers[1]?.(DECLINED);
    expect(await second).toEqual(DECLINED);
    expect(supervisor.state).toMatchObject({ way: 'pkexec' });
    expect((await supervisor.access()).choice).toBe('pkexec');
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
