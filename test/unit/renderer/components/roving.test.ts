import { expect, test } from 'vitest';
import { rovingTarget } from '../../../../renderer/components/roving.ts';

test.each([
  ['ArrowRight', 0, 1],
  ['ArrowRight', 2, 0],
  ['ArrowDown', 1, 2],
  ['ArrowLeft', 0, 2],
  ['ArrowUp', 2, 1],
  ['Home', 2, 0],
  ['End', 0, 2],
])('%s from %i of three leads to %i', (key, at, expected) => {
  expect(rovingTarget(key, at, 3)).toBe(expected);
});

test('other keys lead nowhere, and nor does any key where there is nothing', () => {
  expect(rovingTarget('a', 0, 3)).toBeNull();
  expect(rovingTarget('Tab', 0, 3)).toBeNull();
  expect(rovingTarget('ArrowRight', 0, 0)).toBeNull();
});

test('where nothing has the focus yet, arrows come in from the ends', () => {
  expect(rovingTarget('ArrowDown', -1, 3)).toBe(0);
  expect(rovingTarget('ArrowUp', -1, 3)).toBe(2);
});
