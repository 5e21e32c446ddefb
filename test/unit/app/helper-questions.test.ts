import { describe, expect, test } from 'vitest';
import { tellHelper } from '../../../main/app/helper/tell-helper.ts';
import { expectedTrouble } from '../../../main/app/refusal.ts';
import type { HelperAccess } from '../../../main/domain/model/helper-way.ts';
import type { Engine } from '../../../main/headless/types.ts';
import { INHERITED_ACCESS } from './engine-double.ts';
import { setUp } from './set-up.ts';

const never = (): Promise<Engine> => new Promise(() => undefined);

describe('the helper', () => {
  test('is told as the engine knows it', async () => {
    const { app } = await setUp();
    expect(await app.handlers.helper(null)).toEqual(INHERITED_ACCESS);
  });

  test('nothing is known of it while nothing runs', async () => {
    const { app } = await setUp({ start: never });
    for (const answer of [app.handlers.helper(null), app.handlers.fixHelper(null)]) {
      expect(await answer.catch(expectedTrouble)).toEqual({
        what: 'Monitoring does not run.',
        wayOut: 'The helper starts with it.',
      });
    }
  });

  test('each change is told to the windows, until the end', async () => {
    const { app, engine, pushed, settle } = await setUp();
    engine().changeHelper({ ...INHERITED_ACCESS, active: null, reason: 'It stopped.' });
    await settle();
    expect(pushed('helper')).toMatchObject([{ active: null, reason: 'It stopped.' }]);
    const last = engine();
    expect(last.helperListeners).toBe(1);
    await app.stop();
    expect(last.helperListeners).toBe(0);
  });

  test('a look that fails is logged, and the next one is told', async () => {
    const { engine, logged, pushed, settle } = await setUp();
    const fine = engine().helper.access;
    Object.assign(engine().helper, { access: () => Promise.reject(new Error('unreadable')) });
    engine().changeHelper(INHERITED_ACCESS);
    await settle();
    expect(logged).toEqual(['the helper could not be told of']);
    Object.assign(engine().helper, { access: fine });
    engine().changeHelper(INHERITED_ACCESS);
    await settle();
    expect(pushed('helper')).toEqual([INHERITED_ACCESS]);
  });
});

describe('another way', () => {
  test('is kept in the settings, taken at once, and told', async () => {
    const { app, engine, settings, pushed, settle } = await setUp();
    expect(await app.handlers.useHelperWay({ choice: 'pkexec' })).toMatchObject({ choice: 'pkexec' });
    await settle();
    expect(settings.config.helperWay).toBe('pkexec');
    expect(engine().calls).toContain('use pkexec');
    expect(pushed('settings')).toMatchObject([{ config: { helperWay: 'pkexec' } }]);
    expect(pushed('helper').at(-1)).toMatchObject({ choice: 'pkexec' });
  });

  test('declined: said as a sentence, and not kept: the next start would find it', async () => {
    const { app, engine, settings } = await setUp();
    engine().retry = { ok: false, code: 'declined', reason: 'the right was not given' };
    expect(await app.handlers.useHelperWay({ choice: 'sudo-prompt' }).catch(expectedTrouble)).toEqual({
      what: 'The right was not given.',
      wayOut: '',
    });
    expect(settings.config.helperWay).toBe('auto');
  });

  test('that could not be kept is in force until the end, and says so', async () => {
    const { app, engine, settings } = await setUp();
    settings.refuses = 'the disk is full';
    const trouble = await app.handlers.useHelperWay({ choice: 'pkexec' }).catch(expectedTrouble);
    expect(trouble).toEqual({
      what: 'The settings could not be kept: the disk is full.',
      wayOut: 'The helper runs that way until Faultline is ended.',
    });
    expect(engine().calls).toContain('use pkexec');
    expect(settings.config.helperWay).toBe('auto');
  });

  test('while nothing runs: neither taken nor kept', async () => {
    const { app, settings } = await setUp({ start: never });
    expect(await app.handlers.useHelperWay({ choice: 'pkexec' }).catch(expectedTrouble)).toMatchObject({
      what: 'Monitoring does not run.',
    });
    expect(settings.config.helperWay).toBe('auto');
  });
});

describe('telling', () => {
  test('a change during a look is told by one more look, however many there were', async () => {
    let change: () => void = () => undefined;
    const looks: ((access: HelperAccess) => void)[] = [];
    const told: (string | null)[] = [];
    tellHelper(
      {
        access: () => new Promise((resolve) => looks.push(resolve)),
        onChange: (listener) => {
          change = listener;
          return () => undefined;
        },
      },
      ({ active }) => told.push(active),
      () => undefined,
    );
    change();
    change();
    change();
    expect(looks).toHaveLength(1);
    looks[0]?.(INHERITED_ACCESS);
    await expect.poll(() => looks.length).toBe(2);
    expect(told).toEqual([]);
    looks[1]?.({ ...INHERITED_ACCESS, active: 'pkexec' });
    await expect.poll(() => told).toEqual(['pkexec']);
    expect(looks).toHaveLength(2);
  });

  test('nothing any more after its end', async () => {
    let change: () => void = () => undefined;
    let look: (access: HelperAccess) => void = () => undefined;
    const told: HelperAccess[] = [];
    const access = new Promise<HelperAccess>((resolve) => {
      look = resolve;
    });
    const forget = tellHelper(
      {
        access: () => access,
        onChange: (listener) => {
          change = listener;
          return () => undefined;
        },
      },
      (view) => told.push(view),
      () => undefined,
    );
    change();
    forget();
    look(INHERITED_ACCESS);
    await access;
    await Promise.resolve();
    expect(told).toEqual([]);
  });
});
