import { expect, test } from 'vitest';
import { suggestionsFor } from '../../../../renderer/traceroute/ask/suggestions.ts';

const TARGETS = {
  anchors: ['192.0.2.53', '2001:db8::53'],
  gateways: ['192.0.2.1'],
  recent: ['example.net', '192.0.2.53'],
};
const hosts = (typed: string): readonly string[] => suggestionsFor(TARGETS, typed).map(({ host }) => host);

test('what was traced before comes first, and everybody once', () => {
  expect(hosts('')).toEqual(['example.net', '192.0.2.53', '192.0.2.1', '2001:db8::53']);
  expect(suggestionsFor(TARGETS, '')[1]?.why).toBe('traced before');
});

test('what an incident affects comes before that', () => {
  const [first, second] = suggestionsFor({ ...TARGETS, affected: ['2001:db8::53'] }, '');
  expect(first).toEqual({ host: '2001:db8::53', why: 'affected now' });
  expect(second?.host).toBe('example.net');
});

test('only what fits is suggested, whatever the case', () => {
  expect(hosts(' EXAMPLE')).toEqual(['example.net']);
  expect(hosts('192.0.2.')).toEqual(['192.0.2.53', '192.0.2.1']);
  expect(hosts('nobody')).toEqual([]);
});

test('what is typed in full needs no suggestion', () => {
  expect(hosts('example.net')).toEqual([]);
});

test('a long past is cut', () => {
  const recent = Array.from({ length: 20 }, (_, at) => `host${at}.example`);
  expect(suggestionsFor({ anchors: [], gateways: [], recent }, '')).toHaveLength(12);
});
