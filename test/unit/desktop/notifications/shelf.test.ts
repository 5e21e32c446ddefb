import { describe, expect, test } from 'vitest';
import type { NoticeToShow } from '../../../../main/app/types.ts';
import {
  MOST_NOTIFICATIONS,
  NotificationShelf,
  type ShownEvent,
  type SystemNotification,
} from '../../../../main/desktop/notifications/shelf.ts';
import type { TraceAsk } from '../../../../main/domain/trace/ask.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { output, TRACE } from './output.ts';

type Answer = 'show' | 'failed' | 'nothing' | 'throws';

class NotificationDouble implements SystemNotification {
  readonly output: NoticeToShow;
  readonly #answer: Answer;
  readonly #listeners: [ShownEvent, () => void][] = [];
  closed = 0;

  constructor(output: NoticeToShow, answer: Answer) {
    this.output = output;
    this.#answer = answer;
  }
  on(event: ShownEvent, listener: () => void): void {
    this.#listeners.push([event, listener]);
  }
  show(): void {
    if (this.#answer === 'throws') throw new Error('no memory');
    if (this.#answer !== 'nothing') this.emit(this.#answer);
  }
  close(): void {
    this.closed += 1;
    this.emit('close');
  }
  emit(event: ShownEvent): void {
    for (const [name, listener] of this.#listeners) if (name === event) listener();
  }
}

function setUp({ supported = true, answer = 'show' as Answer } = {}) {
  const clock = new FakeClock();
  const created: NotificationDouble[] = [];
  const clicked: string[] = [];
  const traced: TraceAsk[] = [];
  const shelf = new NotificationShelf({
    poster: {
      isSupported: () => supported,
      create(output, replaced) {
        replaced?.close();
        const notification = new NotificationDouble(output, answer);
        created.push(notification);
        return notification;
      },
    },
    onClick: ({ id }) => clicked.push(id),
    onTrace: (ask) => traced.push(ask),
    setTimer: (callback, delayMs) => clock.setTimer(callback, delayMs),
  });
  return { clock, created, clicked, traced, shelf };
}

describe('the answer', () => {
  test('shown', async () => {
    const { shelf, clock } = setUp();
    expect(await shelf.notify(output({}))).toBe(true);
    expect(shelf.size).toBe(1);
    expect(clock.pendingTimers).toBe(0);
  });

  test.each(['failed', 'throws'] as const)('%s: not shown, and nothing is kept', async (answer) => {
    const { shelf, clock } = setUp({ answer });
    expect(await shelf.notify(output({}))).toBe(false);
    expect(shelf.size).toBe(0);
    expect(clock.pendingTimers).toBe(0);
  });

  test('none: not shown, after a while', async () => {
    const { shelf, clock } = setUp({ answer: 'nothing' });
    const told = shelf.notify(output({}));
    clock.advance(5000);
    expect(await told).toBe(false);
  });

  test('not supported: not shown, and nothing is made', async () => {
    const { shelf, created } = setUp({ supported: false });
    expect(await shelf.notify(output({}))).toBe(false);
    expect(created).toEqual([]);
  });
});

describe('the shelf', () => {
  test('the later takes the place of the earlier with its tag, and of no other', async () => {
    const { shelf, created } = setUp();
    await shelf.notify(output({ tag: 'a' }));
    await shelf.notify(output({ tag: 'b' }));
    await shelf.notify(output({ tag: 'a' }));
    expect(created.map(({ closed }) => closed)).toEqual([1, 0, 0]);
    expect(shelf.size).toBe(2);
  });

  test('a click leads on, and takes it away', async () => {
    const { shelf, created, clicked } = setUp();
    await shelf.notify(output({ tag: 'a' }));
    created[0]?.emit('click');
    expect(clicked).toEqual(['a:begun']);
    expect(shelf.size).toBe(0);
    expect(created[0]?.closed).toBe(1);
  });

  test('its button leads to the trace, and takes it away', async () => {
    const { shelf, created, clicked, traced } = setUp();
    await shelf.notify(output({ tag: 'a', trace: TRACE }));
    created[0]?.emit('trace');
    expect(traced).toEqual([TRACE]);
    expect(clicked).toEqual([]);
    expect(shelf.size).toBe(0);
    expect(created[0]?.closed).toBe(1);
  });

  test('a button that it never had leads nowhere', async () => {
    const { shelf, created, traced } = setUp();
    await shelf.notify(output({ tag: 'a', trace: null }));
    created[0]?.emit('trace');
    expect(traced).toEqual([]);
  });

  test('the button of one that was replaced leaves its successor alone', async () => {
    const { shelf, created, traced } = setUp();
    await shelf.notify(output({ tag: 'a', trace: TRACE }));
    await shelf.notify(output({ tag: 'a' }));
    created[0]?.emit('trace');
    expect(traced).toEqual([TRACE]);
    expect(created[1]?.closed).toBe(0);
    expect(shelf.size).toBe(1);
  });

  test('a click on one that was replaced leaves its successor alone', async () => {
    const { shelf, created, clicked } = setUp();
    await shelf.notify(output({ tag: 'a' }));
    await shelf.notify(output({ tag: 'a' }));
    created[0]?.emit('click');
    expect(clicked).toHaveLength(1);
    expect(created[1]?.closed).toBe(0);
    expect(shelf.size).toBe(1);
  });

  test('one that was waved away is forgotten; the late close of an earlier one changes nothing', async () => {
    const { shelf, created } = setUp();
    await shelf.notify(output({ tag: 'a' }));
    await shelf.notify(output({ tag: 'a' }));
    created[0]?.emit('close');
    expect(shelf.size).toBe(1);
    created[1]?.emit('close');
    expect(shelf.size).toBe(0);
  });

  test('holds no more than anybody looks at', async () => {
    const { shelf, created } = setUp();
    for (let index = 0; index < 3 * MOST_NOTIFICATIONS; index += 1)
      await shelf.notify(output({ tag: `${index}` }));
    expect(shelf.size).toBe(MOST_NOTIFICATIONS);
    expect(created.filter(({ closed }) => closed === 1)).toHaveLength(2 * MOST_NOTIFICATIONS);
  });

  test('is empty after the end', async () => {
    const { shelf, created } = setUp();
    await shelf.notify(output({ tag: 'a' }));
    await shelf.notify(output({ tag: 'b' }));
    shelf.closeAll();
    expect(shelf.size).toBe(0);
    expect(created.map(({ closed }) => closed)).toEqual([1, 1]);
  });
});
