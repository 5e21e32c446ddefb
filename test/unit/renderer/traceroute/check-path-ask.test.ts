import { describe, expect, test } from 'vitest';
import { type AskForm, NEW_FORM } from '../../../../renderer/traceroute/ask/check-ask.ts';
import { checkPathAsk, hopsIn } from '../../../../renderer/traceroute/ask/check-path-ask.ts';
import { NO_OPTIONS } from '../../../../renderer/traceroute/ask/options.ts';

const FORM: AskForm = { ...NEW_FORM, way: 'path' };
const check = (change: Partial<AskForm>) => checkPathAsk({ ...FORM, ...change });

describe('a path as it is written', () => {
  test.each([
    ['192.0.2.1, 192.0.2.2,192.0.2.3', ['192.0.2.1', '192.0.2.2', '192.0.2.3']],
    ['a.example b.example', ['a.example', 'b.example']],
    ['192.0.2.1 > 192.0.2.2 -> 192.0.2.3', ['192.0.2.1', '192.0.2.2', '192.0.2.3']],
    ['192.0.2.1;\n192.0.2.2\n', ['192.0.2.1', '192.0.2.2']],
    ['2001:db8::1, [2001:db8::2]', ['2001:db8::1', '2001:db8::2']],
    ['https://example.net/', ['example.net']],
    [' , ', []],
  ])('%j', (typed, hops) => {
    expect(hopsIn(typed)).toEqual(hops);
  });
});

describe('what can be asked for', () => {
  test('one host: its path is traced first', () => {
    expect(check({ host: ' example.net ' })).toEqual({
      ok: true,
      ask: { path: { host: 'example.net' }, from: null, family: null },
    });
  });

  test('a path, where it begins, and how', () => {
    const options = {
      ...NO_OPTIONS,
      maxHops: '40',
      count: '60',
      rate: '10',
      timeoutMs: '3000',
      port: 'not a port',
    };
    const form = {
      host: '192.0.2.1, 192.0.2.2',
      from: '198.51.100.1',
      family: '4',
      synchronous: true,
    } as const;
    expect(check({ ...form, options })).toEqual({
      ok: true,
      ask: {
        path: { hops: ['192.0.2.1', '192.0.2.2'] },
        from: '198.51.100.1',
        family: 4,
        maxHops: 40,
        count: 60,
        rate: 10,
        timeoutMs: 3000,
        synchronous: true,
      },
    });
  });
});

describe('what is refused, next to its field', () => {
  const many = Array.from({ length: 41 }, (_, at) => `192.0.2.${at + 1}`).join(' ');
  test.each([
    [{ host: '' }, 'host', 'Type a name'],
    [{ host: many }, 'host', '40 hops at most'],
    [{ host: '192.0.2.1, 192.0.2.256' }, 'host', '192.0.2.256 is not an IPv4 address'],
    [{ host: '192.0.2.1, 192.0.2.2, 192.0.2.1' }, 'host', '192.0.2.1 stands in the path twice'],
    [{ host: '192.0.2.1, 2001:db8::1' }, 'host', 'is an IPv4 address and 2001:db8::1 is an IPv6 one'],
    [{ host: '192.0.2.1', from: '2001:db8::1' }, 'host', 'is an IPv6 address and 192.0.2.1 is an IPv4 one'],
    [{ host: '192.0.2.1', from: 'a..b' }, 'from', 'neither a name nor an address'],
    [{ host: '192.0.2.1', family: '6' }, 'family', 'IPv4 address'],
    [{ host: 'a', options: { ...NO_OPTIONS, rate: '21' } }, 'rate', 'from 1 to 20.'],
    [{ host: 'a', options: { ...NO_OPTIONS, count: '0' } }, 'count', 'from 1 to 1,000.'],
  ] as const)('%#', (change, field, text) => {
    const checked = check(change);
    expect(checked).toMatchObject({ ok: false, field });
    expect(checked.ok ? '' : checked.text).toContain(text);
  });
});
