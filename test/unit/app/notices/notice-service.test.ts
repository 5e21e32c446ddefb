import { describe, expect, onTestFinished, test } from 'vitest';
import { startNotices } from '../../../../main/app/notices/notice-service.ts';
import type { NoticeHistory, NoticeService } from '../../../../main/app/notices/types.ts';
import type { NoticeToShow } from '../../../../main/app/types.ts';
import type { Incident } from '../../../../main/domain/model/incident.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import type { Notice, NoticeSettings } from '../../../../main/domain/notices/types.ts';
import { HistoryError } from '../../../../main/history/errors.ts';
import { openHistory } from '../../../../main/history/open.ts';
import type { History } from '../../../../main/history/types.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { HOUR, MINUTE, QUIET, SECOND, SETTINGS } from '../../notices/desk.ts';
import { incident } from '../../words/incident-example.ts';

interface Stage {
  readonly service: NoticeService;
  readonly clock: FakeClock;
  readonly heard: Notice[];
  readonly notified: NoticeToShow[];
  answer: (output: NoticeToShow) => Promise<boolean>;
  raise(id: string): Incident;
  clear(one: Incident): Incident;
}

function stage(settings: NoticeSettings = SETTINGS, clock = new FakeClock()): Stage {
  const heard: Notice[] = [];
  const notified: NoticeToShow[] = [];
  const made: Stage = {
    clock,
    heard,
    notified,
    answer: async () => true,
    service: startNotices({
      settings,
      clock,
      zone: 'UTC',
      desktop: {
        notify(output) {
          notified.push(output);
          return made.answer(output);
        },
      },
      traceOf: (id) => ({ host: id, mode: 'continuous', method: 'auto', family: null }),
      onNotice: (notice) => heard.push(notice),
    }),
    raise(id) {
      const { wallMs: now } = clock.now();
      const one = incident('total', { id, sinceMs: now, raisedMs: now });
      made.service.take({ type: 'incident', phase: 'raised', incident: one });
      return one;
    },
    clear(one) {
      const closed: Incident = { ...one, untilMs: clock.now().wallMs, end: 'recovered' };
      made.service.take({ type: 'incident', phase: 'cleared', incident: closed });
      return closed;
    },
  };
  onTestFinished(() => made.service.stop());
  return made;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const told = (notices: readonly Notice[]): string[] => notices.map(({ id, delivery }) => `${id} ${delivery}`);

const LIMITS = { rawHours: 48, minuteDays: 90, hourDays: 730, maxBytes: 1e9 };
async function history(directory: string): Promise<History> {
  const opened = await openHistory({ ...LIMITS, directory });
  onTestFinished(() => opened.close());
  return opened;
}

describe('the notices', () => {
  test('go to the desktop, the list and whoever listens when they are due, by one timer', async () => {
    const { service, clock, heard, notified, raise, clear } = stage();
    const one = raise('a');
    expect(clock.pendingTimers).toBe(1);
    clock.advance(9_999);
    expect(notified).toEqual([]);
    clock.advance(1);
    expect(notified).toMatchObject([{ tag: 'a', urgent: true, notice: { id: 'a:begun' } }]);
    expect(clock.pendingTimers).toBe(0);
    clock.advance(MINUTE);
    clear(one);
    await settled();
    expect(notified.map(({ tag }) => tag)).toEqual(['a', 'a']);
    expect(told(service.list())).toEqual(['a:ended shown', 'a:begun shown']);
    expect(told(heard)).toEqual(['a:begun shown', 'a:ended shown']);
  });

  test('that the desktop can not show, or fails to, are listed as failed', async () => {
    const made = stage();
    made.answer = async () => false;
    const one = made.raise('a');
    made.clock.advance(10 * SECOND);
    await settled();
    made.answer = () => Promise.reject(new Error('no bus'));
    made.clear(one);
    await settled();
    expect(told(made.service.list())).toEqual(['a:ended failed', 'a:begun failed']);
    expect(told(made.heard)).toEqual(['a:begun shown', 'a:begun failed', 'a:ended shown', 'a:ended failed']);
  });

  test('that are only listed do not reach the desktop', async () => {
    const { service, clock, notified, raise } = stage({ ...SETTINGS, enabled: false });
    raise('a');
    clock.advance(MINUTE);
    await settled();
    expect(notified).toEqual([]);
    expect(told(service.list())).toEqual(['a:begun off']);
  });

  test('follow the settings', async () => {
    const { service, clock, notified, raise } = stage();
    raise('a');
    service.settings({ ...SETTINGS, notifyAfterMs: 0 });
    expect(notified).toHaveLength(1);
    service.settings({ ...SETTINGS, notifyAfterMs: HOUR });
    raise('b');
    clock.advance(HOUR - 1);
    expect(notified).toHaveLength(1);
    clock.advance(1);
    expect(notified).toHaveLength(2);
  });

  test('of quiet hours come in a digest when they end, though the machine slept and its timers with it', async () => {
    const { service, clock, notified, raise, clear } = stage(QUIET);
    // The clock starts at midnight.
    expect(service.quiet()).toEqual({ active: true, untilMs: clock.now().wallMs + 7 * HOUR });
    const one = raise('a');
    clock.advance(MINUTE);
    clear(one);
    clock.sleep(8 * HOUR);
    expect(notified).toEqual([]);
    clock.advance(2 * MINUTE);
    await settled();
    expect(notified).toMatchObject([{ notice: { kind: 'digest', title: '1 outage in your quiet hours' } }]);
    expect(service.quiet()).toEqual({ active: false, untilMs: null });
    expect(clock.pendingTimers).toBe(0);
  });

  test('the list holds the newest 200', async () => {
    const { service } = stage();
    for (let count = 0; count < 205; count += 1) service.message({ key: `m${count}`, title: 't', body: 'b' });
    expect(service.list()).toHaveLength(200);
  });

  test('after the end nothing is told and no timer runs', async () => {
    const { service, clock, notified, raise } = stage();
    const one = raise('a');
    service.stop();
    expect(clock.pendingTimers).toBe(0);
    clock.advance(MINUTE);
    service.take({ type: 'incident', phase: 'raised', incident: { ...one, id: 'b' } });
    service.message({ key: 'x', title: 't', body: '' });
    clock.advance(MINUTE);
    expect(notified).toEqual([]);
    expect(service.list()).toEqual([]);
  });
});

describe('messages and tests', () => {
  test('a message is given once for its key, now and in later runs', async () => {
    const directory = temporaryFolder();
    const message = { key: 'set-aside-x', title: 'A damaged file was set aside', body: 'It is x.' };
    const first = await history(directory);
    const one = stage();
    one.service.message(message);
    await one.service.adopt(first);
    one.service.message(message);
    expect(one.notified).toHaveLength(1);
    await first.close();

    const next = stage();
    await next.service.adopt(await history(directory));
    next.service.message(message);
    expect(next.notified).toEqual([]);
    expect(told(next.service.list())).toEqual(['message-set-aside-x shown']);
  });

  test('a message keeps to the settings, a test does not', async () => {
    const off = stage({ ...SETTINGS, enabled: false });
    const quiet = stage(QUIET);
    for (const { service } of [off, quiet]) {
      service.message({ key: 'x', title: 't', body: '' });
      expect(await service.test()).toMatchObject({ kind: 'test', delivery: 'shown' });
      expect(await service.test()).toMatchObject({ kind: 'test' });
    }
    expect(told(off.service.list())).toContain('message-x off');
    expect(told(quiet.service.list())).toContain('message-x quiet-hours');
    expect(off.notified.map(({ tag }) => tag)).toEqual(['test', 'test']);
    expect(new Set(off.service.list().map(({ id }) => id)).size).toBe(3);
  });

  test('a test that does not arrive says so', async () => {
    const made = stage();
    made.answer = async () => false;
    expect(await made.service.test()).toMatchObject({ delivery: 'failed' });
  });
});

describe('over a restart', () => {
  test('nothing is told twice, and what ended meanwhile gets its end', async () => {
    const directory = temporaryFolder();
    const first = await history(directory);
    const one = stage();
    await one.service.adopt(first);
    const kept = one.raise('kept');
    one.clock.advance(MINUTE);
    const lost = one.raise('lost');
    one.clock.advance(MINUTE);
    for (const raised of [kept, lost]) first.record({ type: 'incident', phase: 'raised', incident: raised });
    const untilMs = wallMs(one.clock.now().wallMs);
    // Another program wrote the end while this one was not there.
    first.record({ type: 'incident', phase: 'cleared', incident: { ...lost, untilMs, end: 'unknown' } });
    one.service.stop();
    await first.close();

    const next = stage(SETTINGS, one.clock);
    const again = await history(directory);
    await next.service.adopt(again);
    next.service.take({ type: 'incident', phase: 'raised', incident: kept });
    next.clock.advance(HOUR);
    expect(next.notified.map(({ notice }) => notice.id)).toEqual(['lost:ended']);
    next.clear(kept);
    await settled();
    expect(told(next.service.list())).toEqual([
      'kept:ended shown',
      'lost:ended shown',
      'lost:begun shown',
      'kept:begun shown',
    ]);
    await again.flush();
    expect(told(await again.notices({ limit: 10 }))).toEqual(told(next.service.list()));
  });

  test('a failed one is kept as failed', async () => {
    const kept = await history(temporaryFolder());
    const made = stage();
    made.answer = async () => false;
    await made.service.adopt(kept);
    made.raise('a');
    made.clock.advance(MINUTE);
    await settled();
    await kept.flush();
    expect(told(await kept.notices({ limit: 10 }))).toEqual(['a:begun failed']);
  });

  test('without a history, or with one that can not be read, it goes on', async () => {
    const broken: NoticeHistory = {
      notices: () => Promise.reject(new HistoryError('damaged', 'no')),
      openIncidents: () => Promise.reject(new HistoryError('damaged', 'no')),
      incidents: () => Promise.reject(new HistoryError('damaged', 'no')),
      recordNotice: () => {},
    };
    for (const found of [null, broken]) {
      const made = stage();
      await made.service.adopt(found);
      made.raise('a');
      made.clock.advance(MINUTE);
      expect(made.notified).toHaveLength(1);
    }
  });
});
