import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../helper/protocol/limits.ts';
import { echo, type HelperProcess, stopHelpers } from '../../helper/helper-process.ts';
import { hostileBytes } from './hostile-bytes.ts';
import { BUILD_DEADLINE_MS, Place } from './place.ts';

let place: Place;
beforeAll(async () => {
  place = await Place.make();
}, BUILD_DEADLINE_MS);
afterEach(stopHelpers);
afterAll(() => place.remove());

const SEEDS = [1, 20_061, 0x7fff_ffff] as const;
const BYTES = 1_000_000;
/** What Node alone takes is a third of it. */
const MEMORY_KB = 150_000;
const LAST_ID = 0x7fff_fff0;

async function writeAll(helper: HelperProcess, chunks: Iterable<Uint8Array>): Promise<void> {
  const input = helper.child.stdin;
  if (input === null) throw new Error('no pipe');
  for (const chunk of chunks) if (!input.write(chunk)) await once(input, 'drain');
}

const peakMemoryKb = (pid: number): number =>
  Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]);

async function expectAtWork(helper: HelperProcess): Promise<void> {
  // Ends a line that was begun, and is itself refused as a part of it at worst.
  helper.write('\n');
  helper.send({ op: 'hello', id: LAST_ID, protocol: 1 });
  expect((await helper.answer('hello', LAST_ID)).privilege.capabilities).toEqual([13]);
  helper.send(echo(LAST_ID + 1, '127.0.0.1'));
  expect(await helper.answer('echo', LAST_ID + 1)).toMatchObject({ outcome: 'reply' });
  expect(helper.stderr).toBe('');
  expect(peakMemoryKb(helper.pid)).toBeLessThan(MEMORY_KB);
  expect(place.openPorts()).toEqual([]);
}

describe('a million bytes that no client sends', () => {
  test.each(SEEDS)('seed %i: they are refused, and an echo is answered afterwards', async (seed) => {
    const helper = place.start();
    await helper.hello();
    await writeAll(helper, hostileBytes(seed, BYTES));
    await expectAtWork(helper);
    const told = new Map<string, number>();
    for (const { event } of helper.events) told.set(event, (told.get(event) ?? 0) + 1);
    expect(told.get('fatal')).toBeUndefined();
    expect(told.get('error')).toBeGreaterThan(1000);
  });

  test('before the first hello as well', async () => {
    const helper = place.start();
    await writeAll(helper, hostileBytes(7, BYTES));
    await expectAtWork(helper);
  });
});

test('one line of fifty megabytes is refused once, and takes no memory', async () => {
  const helper = place.start();
  await helper.hello();
  const part = Buffer.alloc(0x10_0000, 'x');
  await writeAll(helper, Array<Uint8Array>(50).fill(part));
  await expectAtWork(helper);
  const refused = helper.events.filter(({ event }) => event === 'error');
  expect(refused).toMatchObject([{ code: 'line-too-long' }]);
  expect(JSON.stringify(refused).length).toBeLessThan(LIMITS.lineBytes);
});
