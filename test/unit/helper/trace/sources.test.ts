import { expect, test } from 'vitest';
import { createSources } from '../../../../helper/probe/trace/sources.ts';
import { isTargetFault, parseTarget, type Target } from '../../../../helper/protocol/target.ts';
import type { OwnAddress } from '../../../../helper/socket/own-address.ts';

function target(text: string): Target {
  const parsed = parseTarget(text);
  if (isTargetFault(parsed)) throw new Error(parsed.message);
  return parsed;
}

const OWN: OwnAddress = { address: Uint8Array.of(198, 51, 100, 9) };

function around() {
  const world = { nowMs: 0, asked: [] as string[], answer: OWN as OwnAddress };
  const sources = createSources(
    async ({ text }) => {
      world.asked.push(text);
      return world.answer;
    },
    () => world.nowMs,
  );
  const ask = (text: string) => new Promise<OwnAddress>((resolve) => sources(target(text), resolve));
  return { world, sources, ask };
}

test('asked once for all probes of a second, and anew after it', async () => {
  const { world, ask } = around();
  expect(await Promise.all([ask('192.0.2.1'), ask('192.0.2.1')])).toEqual([OWN, OWN]);
  world.nowMs = 999;
  await ask('192.0.2.1');
  expect(world.asked).toEqual(['192.0.2.1']);
  world.nowMs = 1000;
  world.answer = { errno: 'ENETUNREACH' };
  expect(await ask('192.0.2.1')).toEqual({ errno: 'ENETUNREACH' });
  expect(world.asked).toHaveLength(2);
});

test('each target for itself, zones included', async () => {
  const { world, ask } = around();
  await Promise.all(['192.0.2.1', '192.0.2.2', 'fe80::1%eth0', 'fe80::1%eth1'].map(ask));
  expect(world.asked).toEqual(['192.0.2.1', '192.0.2.2', 'fe80::1%eth0', 'fe80::1%eth1']);
});

test('never calls back before it returns, known or not', async () => {
  const { ask, sources } = around();
  await ask('192.0.2.1');
  let called = false;
  await new Promise<void>((resolve) => {
    sources(target('192.0.2.1'), () => {
      called = true;
      resolve();
    });
    expect(called).toBe(false);
  });
  expect(called).toBe(true);
});
