import { describe, expect, test } from 'vitest';
import { hasWholeToken, tokenEvidence, tokenName } from '../../../../helper/probe/trace/token.ts';
import { hex, patched, prefixes } from '../../wire/golden.ts';

const TOKEN = hex('0102 0304 0506 0708 090a 0b0c 0d0e');

describe('what a quoted payload says of a token', () => {
  test('cut anywhere it agrees, from eight bytes on it proves', () => {
    const words = [...prefixes(TOKEN), TOKEN].map((quoted) => tokenEvidence(quoted, TOKEN));
    expect(words.slice(0, 1)).toEqual(['silent']);
    expect(words.slice(1, 8)).toEqual(Array(7).fill('agrees'));
    expect(words.slice(8)).toEqual(Array(7).fill('proof'));
  });

  test('what stands behind it does not matter', () => {
    expect(tokenEvidence(hex('0102 0304 0506 0708 090a 0b0c 0d0e ffff 00'), TOKEN)).toBe('proof');
  });

  test.each([0, 3, 7, 8, 13])('another byte %i contradicts', (at) => {
    expect(tokenEvidence(patched(TOKEN, { [at]: 0x55 }), TOKEN)).toBe('contradicts');
  });

  test('zeros to the end are a filling', () => {
    expect(tokenEvidence(new Uint8Array(40), TOKEN)).toBe('silent');
    expect(tokenEvidence(hex('0102 0000 0000 0000 0000'), TOKEN)).toBe('agrees');
    expect(tokenEvidence(hex('0102 0304 0506 0708 0000 0000 0000'), TOKEN)).toBe('proof');
    expect(tokenEvidence(hex('0102 0000 0000 0000 0000 0000 000e'), TOKEN)).toBe('contradicts');
  });
});

test('a reply has the whole token or none', () => {
  expect(hasWholeToken(TOKEN, TOKEN)).toBe(true);
  expect(hasWholeToken(TOKEN.subarray(0, 13), TOKEN)).toBe(false);
  expect(hasWholeToken(patched(TOKEN, { 13: 0 }), TOKEN)).toBe(false);
});

test('a name needs eight bytes', () => {
  expect(tokenName(TOKEN.subarray(0, 7))).toBeNull();
  expect(tokenName(TOKEN.subarray(0, 8))).toBe('0102030405060708');
  expect(tokenName(TOKEN)).toBe('0102030405060708');
});
