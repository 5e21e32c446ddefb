import { readFileSync, readlinkSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { echo, type HelperProcess, stopHelpers } from '../../helper/helper-process.ts';
import { BUILD_DEADLINE_MS, Place } from './place.ts';

let place: Place;
beforeAll(async () => {
  place = await Place.make();
}, BUILD_DEADLINE_MS);
afterEach(stopHelpers);
afterAll(() => place.remove());

const SIGUSR1 = 1n << 9n;
const ROUNDS = 10;
const DEADLINE_MS = 30_000;

const isThere = (helper: HelperProcess): boolean =>
  helper.child.exitCode === null && helper.child.signalCode === null;

/** Without a pause: the moments that matter are shorter than any. */
function spinUntil(condition: () => boolean): void {
  const until = Date.now() + DEADLINE_MS;
  while (!condition()) if (Date.now() > until) throw new Error('waited in vain');
}

/** Whether `ip`, `setpriv` and `env` have become the helper. */
function isHelper(helper: HelperProcess): boolean {
  try {
    return readlinkSync(`/proc/${helper.pid}/exe`) === place.executable;
  } catch {
    return false;
  }
}

/** Whether the kernel would not end it by this signal any more. */
function isUnmoved({ pid }: HelperProcess): boolean {
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  const masks = [...status.matchAll(/^Sig(?:Blk|Ign|Cgt):\t([0-9a-f]+)$/gm)];
  return masks.some(([, mask]) => (BigInt(`0x${mask}`) & SIGUSR1) !== 0n);
}

/** Sends it again and again until the helper has answered or is gone; how often. */
async function hammer(helper: HelperProcess): Promise<number> {
  let sent = 0;
  helper.send({ op: 'hello', id: 0, protocol: 1 });
  while (isThere(helper) && helper.events.length === 0) {
    helper.child.kill('SIGUSR1');
    sent += 1;
    await new Promise(setImmediate);
  }
  return sent;
}

async function expectUnmoved(helper: HelperProcess): Promise<void> {
  helper.send(echo(1, '127.0.0.1'));
  expect(await helper.answer('echo', 1)).toMatchObject({ outcome: 'reply' });
  expect(place.openPorts()).toEqual([]);
  helper.closeInput();
  expect(await helper.ended).toEqual({ code: 0, signal: null, stderr: '' });
}

describe('SIGUSR1, which would open a debugger in another Node', () => {
  test('a helper at work takes no notice', async () => {
    const helper = place.start();
    await helper.hello();
    for (let sent = 0; sent < 1000; sent += 1) helper.child.kill('SIGUSR1');
    await expectUnmoved(helper);
  });

  test('sent from the very first moment: it has ended before it did anything, or it takes no notice', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const helper = place.start();
      spinUntil(() => isHelper(helper));
      await hammer(helper);
      if (isThere(helper)) await expectUnmoved(helper);
      // The kernel's own answer, until a program has told it another.
      else expect(await helper.ended).toEqual({ code: null, signal: 'SIGUSR1', stderr: '' });
      expect(place.openPorts()).toEqual([]);
    }
  });

  test('sent from when Node has begun, long before the first line of the helper: it takes no notice', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const helper = place.start();
      spinUntil(() => isHelper(helper) && isUnmoved(helper));
      expect(await hammer(helper)).toBeGreaterThan(0);
      await expectUnmoved(helper);
    }
  });
});

describe('other signals', () => {
  const endings: [NodeJS.Signals, number | null, NodeJS.Signals | null][] = [
    ['SIGTERM', 0, null],
    ['SIGINT', 0, null],
    ['SIGHUP', 0, null],
    ['SIGUSR2', null, 'SIGUSR2'],
    ['SIGQUIT', null, 'SIGQUIT'],
    ['SIGALRM', null, 'SIGALRM'],
  ];
  test.each(endings)('%s ends it and opens nothing', async (name, code, signal) => {
    const helper = place.start();
    await helper.hello();
    helper.child.kill(name);
    expect(await helper.ended).toEqual({ code, signal, stderr: '' });
    expect(place.openPorts()).toEqual([]);
  });
});
