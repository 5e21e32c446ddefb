import { describe, expect, test } from 'vitest';
import { PosterChoice } from '../../../../main/desktop/notifications/poster-choice.ts';
import type { Poster, SystemNotification } from '../../../../main/desktop/notifications/shelf.ts';
import { output } from './output.ts';

class PosterDouble implements Poster {
  supported = true;
  created = 0;
  isSupported(): boolean {
    return this.supported;
  }
  create(): SystemNotification {
    this.created += 1;
    return { on: () => undefined, show: () => undefined, close: () => undefined };
  }
}

function setUp(connect: (attempt: number) => Promise<Poster | null>) {
  const otherwise = new PosterDouble();
  let attempts = 0;
  const choice = new PosterChoice({
    otherwise,
    connect: () => {
      attempts += 1;
      return connect(attempts);
    },
  });
  const show = async (): Promise<void> => {
    await choice.ready();
    choice.create(output({}), null);
  };
  return { choice, otherwise, show, attempts: () => attempts };
}

describe('the better poster', () => {
  test('is looked for once, however many wait', async () => {
    const better = new PosterDouble();
    const { otherwise, show, attempts } = setUp(async () => better);
    await Promise.all([show(), show()]);
    await show();
    expect([better.created, otherwise.created, attempts()]).toEqual([3, 0, 1]);
  });

  test('that is gone is looked for again, once', async () => {
    const posters = [new PosterDouble(), new PosterDouble()] as const;
    const { choice, show, attempts } = setUp(async (attempt) => posters[attempt === 1 ? 0 : 1]);
    await show();
    posters[0].supported = false;
    expect(choice.isSupported()).toBe(false);
    await Promise.all([show(), show()]);
    expect([posters[0].created, posters[1].created, attempts()]).toEqual([1, 2, 2]);
    expect(choice.isSupported()).toBe(true);
  });

  test('that can’t be reached is done without, and looked for at the next one', async () => {
    const better = new PosterDouble();
    const { otherwise, show } = setUp(async (attempt) => {
      if (attempt === 1) throw new Error('no bus');
      return better;
    });
    await show();
    expect([better.created, otherwise.created]).toEqual([0, 1]);
    await show();
    expect([better.created, otherwise.created]).toEqual([1, 1]);
  });

  test('where there is none is not looked for again', async () => {
    const { otherwise, show, attempts } = setUp(async () => null);
    await show();
    await show();
    expect([otherwise.created, attempts()]).toEqual([2, 1]);
  });
});
