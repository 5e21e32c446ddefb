import { expect, test } from 'vitest';
import { isTargetFault, parseTarget, type Target } from '../../../../helper/protocol/target.ts';
import { ownAddressTowards } from '../../../../helper/socket/own-address.ts';
import { hasKnownZone } from '../../../../helper/socket/zone.ts';

function target(text: string): Target {
  const parsed = parseTarget(text);
  if (isTargetFault(parsed)) throw new Error(parsed.message);
  return parsed;
}

test('towards itself the loopback', async () => {
  expect(await ownAddressTowards(target('127.0.0.1'))).toEqual({ address: Uint8Array.of(127, 0, 0, 1) });
});

test('an interface that is not there has none', async () => {
  expect(await ownAddressTowards(target('fe80::1%none0'))).toEqual({ errno: 'ENODEV' });
});

test('a target that the sockets themselves refuse is told, not thrown', async () => {
  const impossible: Target = { ...target('192.0.2.1'), family: 6 };
  expect(await ownAddressTowards(impossible)).toHaveProperty('errno');
});

test('a zone is known by the name of its interface', () => {
  expect(hasKnownZone('fe80::1%lo')).toBe(true);
  expect(hasKnownZone('fe80::1%none0')).toBe(false);
  expect(hasKnownZone('2001:db8::1')).toBe(true);
});
