import { chownSync, copyFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { stopHelpers } from '../../helper/helper-process.ts';
import { BUILD_DEADLINE_MS, Place, USER } from './place.ts';

let place: Place;
let attacker: string;
beforeAll(async () => {
  place = await Place.make();
  attacker = join(place.home, 'attacker.py');
  copyFileSync(fileURLToPath(new URL('attacker.py', import.meta.url)), attacker);
  chownSync(attacker, USER, USER);
}, BUILD_DEADLINE_MS);
afterEach(stopHelpers);
afterAll(() => place.remove());

function attack(program: string): Record<string, unknown> {
  const hello = `${JSON.stringify({ op: 'hello', id: 1, protocol: 1 })}\n`;
  const { stdout, stderr } = place.asUser('/usr/bin/python3', attacker, program, hello);
  const told: unknown = JSON.parse(stdout === '' ? JSON.stringify(stderr) : stdout);
  if (typeof told !== 'object' || told === null) throw new Error(String(told));
  return { ...told };
}

describe('a process of the same user, and even its parent', () => {
  test('gets into a program without rights', () => {
    const outcomes = new Set(Object.values(attack('/usr/bin/cat')));
    expect([...outcomes]).toEqual(['ok']);
  });

  test('gets neither at the memory nor at the sockets of the helper', () => {
    const outcomes = Object.entries(attack(place.executable));
    expect(outcomes).toHaveLength(11);
    const let_in = outcomes.filter(([, outcome]) => outcome !== 'EPERM' && outcome !== 'EACCES');
    expect(let_in).toEqual([]);
  });
});

test('what the kernel tells of it belongs to root: it may not be traced, and leaves no picture of its memory', async () => {
  const helper = place.start({ as: ['prlimit', '--core=unlimited', 'setpriv', ...RIGHTLESS] });
  await helper.hello();
  expect(statSync(`/proc/${helper.pid}/mem`).uid).toBe(0);
  helper.child.kill('SIGABRT');
  expect(await helper.ended).toMatchObject({ signal: 'SIGABRT' });
  expect(readdirSync(place.home)).toEqual(['attacker.py']);
});

const RIGHTLESS = ['--reuid', `${USER}`, '--regid', `${USER}`, '--clear-groups'];
