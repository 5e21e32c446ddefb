import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareVersions, storedVersion, withoutStoreKey } from '../../../main/settings/store-key.ts';

describe('storedVersion', () => {
  test('as the store writes it', () => {
    expect(storedVersion({ __internal__: { migrations: { version: '1.20.3' } } })).toBe('1.20.3');
  });

  test.each([
    null,
    [],
    'x',
    {},
    { __internal__: null },
    { __internal__: { migrations: [] } },
    { __internal__: { migrations: { version: 1 } } },
    { __internal__: { migrations: { version: '1.0' } } },
    { __internal__: { migrations: { version: '1.0.0-rc' } } },
    { __internal__: { migrations: { version: `${'9'.repeat(400)}.0.0` } } },
  ])('none: %j', (value) => {
    expect(storedVersion(value)).toBeNull();
  });
});

describe('withoutStoreKey', () => {
  test('anything else stays as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(withoutStoreKey(value)).toEqual(value);
      }),
    );
    expect(withoutStoreKey({ a: 1, __internal__: {} })).toEqual({ a: 1 });
  });
});

test('versions compare by number, part by part', () => {
  const order = ['0.0.9', '0.1.0', '0.9.9', '0.10.0', '1.0.0', '1.0.10', '2.0.0'];
  expect([...order].reverse().sort(compareVersions)).toEqual(order);
  expect(compareVersions('1.2.3', '1.2.3')).toBe(0);
});
