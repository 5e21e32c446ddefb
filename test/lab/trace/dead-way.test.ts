import { afterEach, expect, test } from 'vitest';
import { UNIMPAIRED } from '../net/impairment.ts';
import type { Lab } from '../net/lab.ts';
import { startLab } from '../net/lab.ts';
import { ENDS } from '../net/paths/detours.ts';
import { diamonds, member } from '../net/paths/diamonds.ts';
import { addresses, trace } from './cli-trace.ts';

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.stop();
  lab = null;
});

/** A port whose first flows go by both members of a diamond of two: six flows miss one in one run of 32. */
async function portOfBoth(own: Lab): Promise<string> {
  for (let port = 40_000; port < 40_020; port += 1) {
    const args = ['--multipath', '--method', 'udp', '--port', String(port)];
    const { trace: result } = await trace(own, ENDS.server.ipv4, ...args);
    if (addresses(result)[1]?.length === 2) return String(port);
  }
  throw new Error('no port has flows by both');
}

/** Behind the member by which UDP's first flow goes, every packet out is lost. */
async function killWay(own: Lab, port: string): Promise<{ readonly dead: string; readonly healthy: string }> {
  const { trace: first } = await trace(own, ENDS.server.ipv4, '--method', 'udp', '--port', port);
  const [by = ''] = addresses(first)[1] ?? [];
  const index = by === member(0, 0).ipv4 ? 0 : 1;
  await own.link(`close0-${index}`).set({ forward: { ...UNIMPAIRED, loss: { percent: 100 } } });
  return { dead: member(0, index).ipv4, healthy: member(0, 1 - index).ipv4 };
}

test('one of two ways is dead: it is named by its own flows, and nobody on the other is', async () => {
  const own = await startLab(diamonds([2]));
  lab = own;
  const port = await portOfBoth(own);
  const { dead, healthy } = await killWay(own, port);
  for (const method of ['udp', 'auto']) {
    const args = ['--multipath', '--method', method, '--port', port, '--timeout', '1000'];
    const { code, trace: result } = await trace(own, ENDS.server.ipv4, ...args);
    expect([code, result.method]).toEqual([0, 'udp']);
    expect(result.sentence).toBe(
      `${ENDS.server.ipv4} answers. Behind hop 2 (${dead}) nothing comes through; the other ways are fine.`,
    );
    expect(result.hops.map(({ reading }) => reading)).not.toContain('loss');
    expect(result.sentence).not.toContain(healthy);
  }
  // One flow alone: whether another method goes by the other way, its own hash decides.
  const { trace: single } = await trace(own, ENDS.server.ipv4, '--port', port, '--timeout', '1000');
  expect(single.sentence).not.toContain('All is well');
  expect(single.sentence).toContain(dead);
});
