import { describe, expect, test } from 'vitest';
import {
  type AskForm,
  checkAsk,
  formOf,
  hostIn,
  NEW_FORM,
  settlePort,
  typedIn,
} from '../../../../renderer/traceroute/ask/check-ask.ts';
import { countOptions, NO_OPTIONS } from '../../../../renderer/traceroute/ask/options.ts';

const FORM: AskForm = { ...NEW_FORM, host: 'example.net' };

describe('what is pasted', () => {
  test.each([
    ['  example.net ', 'example.net'],
    ['https://example.net/a?b#c', 'example.net'],
    ['https://me:secret@example.net:8443/a', 'example.net'],
    ['example.net:443', 'example.net'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['http://[2001:db8::1]/', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['192.0.2.1', '192.0.2.1'],
  ])('%s is about %s', (typed, host) => {
    expect(hostIn(typed)).toBe(host);
  });

  test.each([
    ['198.51.100.2:80', '80'],
    [' example.net:8443 ', '8443'],
    ['https://example.net:8443/a', '8443'],
    ['[2001:db8::1]:443', '443'],
    ['https://example.net/a', ''],
    ['2001:db8::1', ''],
    ['2001:db8::1:80', ''],
    ['[2001:db8::1]', ''],
  ])('%s names port %j', (typed, port) => {
    expect(typedIn(typed).port).toBe(port);
  });
});

describe('a port behind the address', () => {
  const settled = (form: Partial<AskForm>) => settlePort({ ...FORM, ...form });

  test('is one of TCP, and stands where ports belong, whatever was there', () => {
    const options = { ...NO_OPTIONS, port: '443' };
    const { form } = { form: FORM, ...settled({ host: '198.51.100.2:80', options }) };
    expect(form).toMatchObject({ host: '198.51.100.2', method: 'tcp', options: { port: '80' } });
    expect(checkAsk(form)).toMatchObject({
      ok: true,
      ask: { host: '198.51.100.2', method: 'tcp', port: 80 },
    });
  });

  test('is one of the method that was chosen', () => {
    expect(settled({ host: '[2001:db8::1]:53', method: 'udp' })).toMatchObject({
      form: { host: '2001:db8::1', method: 'udp', options: { port: '53' } },
    });
  });

  test('is refused with a way out where there are none, and beyond the last', () => {
    expect(settled({ host: '198.51.100.2:80', method: 'icmp' })).toEqual({
      ok: false,
      field: 'host',
      text: 'ICMP has no ports: choose TCP or UDP, or leave :80 out.',
    });
    const { form } = { form: FORM, ...settled({ host: '198.51.100.2:70000' }) };
    expect(checkAsk(form)).toMatchObject({ ok: false, field: 'port' });
  });

  test('means nothing to a way back', () => {
    const form: AskForm = { ...FORM, way: 'reverse', host: '198.51.100.2:80' };
    expect(settlePort(form)).toEqual({ ok: true, form });
    expect(checkAsk(form)).toMatchObject({ ok: true, ask: { host: '198.51.100.2' } });
  });
});

describe('what can be asked for', () => {
  test.each(['example.net', 'a', 'xn--bcher-kva.example', 'bücher.example', '_dmarc.example.net.'])(
    '%s',
    (host) => {
      expect(checkAsk({ ...FORM, host })).toEqual({
        ok: true,
        ask: { host, method: 'auto', family: null, mode: 'continuous' },
      });
    },
  );

  test('an address of the family that was chosen, a zone with it', () => {
    expect(checkAsk({ ...FORM, host: 'fe80::1%eth0', family: '6' })).toMatchObject({
      ask: { host: 'fe80::1%eth0', family: 6 },
    });
    expect(checkAsk({ ...FORM, host: '192.0.2.1', family: '4' })).toMatchObject({ ask: { family: 4 } });
  });

  test('the largest packet along with a single trace', () => {
    const checked = checkAsk({ ...FORM, mode: 'once-mtu' });
    expect(checked).toEqual({
      ok: true,
      ask: { host: 'example.net', method: 'auto', family: null, mode: 'once', findMtu: true },
    });
  });
});

describe('what is refused, next to its field', () => {
  test.each([
    ['', 'host', 'Type a name'],
    ['   ', 'host', 'Type a name'],
    ['exa mple.net', 'host', 'no spaces'],
    ['192.0.2.256', 'host', 'not an IPv4 address'],
    ['192.0.2', 'host', 'not an IPv4 address'],
    ['2001:db8::zz', 'host', 'not an IPv6 address'],
    ['exa$mple.net', 'host', 'neither a name nor an address'],
    ['-example.net', 'host', 'neither a name nor an address'],
    ['a..b', 'host', 'neither a name nor an address'],
    [`${'a'.repeat(300)}.example`, 'host', 'longer than 253'],
  ])('%s', (host, field, text) => {
    const checked = checkAsk({ ...FORM, host });
    expect(checked).toMatchObject({ ok: false, field });
    expect(checked.ok ? '' : checked.text).toContain(text);
  });

  test.each([
    ['192.0.2.1', '6'],
    ['2001:db8::1', '4'],
  ] as const)('%s over IPv%s', (host, family) => {
    const checked = checkAsk({ ...FORM, host, family });
    expect(checked).toMatchObject({ ok: false, field: 'family' });
    const other = family === '4' ? '6' : '4';
    expect(checked.ok ? '' : checked.text).toBe(
      `${host} is an IPv${other} address, but Family is IPv${family}: choose Auto or IPv${other}.`,
    );
  });
});

describe('what is seldom changed', () => {
  const check = (options: Partial<typeof NO_OPTIONS>) =>
    checkAsk({ ...FORM, options: { ...NO_OPTIONS, ...options } });

  test('goes along as numbers, and what is empty does not', () => {
    const ask = { host: 'example.net', method: 'auto', family: null, mode: 'continuous' };
    expect(check({ maxHops: ' 12 ', port: '' })).toEqual({ ok: true, ask: { ...ask, maxHops: 12 } });
    expect(countOptions({ ...NO_OPTIONS, maxHops: '12', port: ' ' }, 'forward')).toBe(1);
  });

  test.each([
    [{ maxHops: '0' }, 'maxHops', 'Hops at most takes a whole number from 1 to 64.'],
    [{ maxHops: '65' }, 'maxHops', '1 to 64'],
    [{ timeoutMs: '99' }, 'timeoutMs', 'Wait takes a whole number from 100 to 10,000 ms.'],
    [{ port: 'https' }, 'port', '1 to 65,535'],
    [{ size: '-64' }, 'size', '64 to 1,500 bytes'],
    [{ queries: '1.5' }, 'queries', '1 to 10'],
    [{ intervalMs: '1e3' }, 'intervalMs', '500 to 60,000 ms'],
  ])('is refused beyond its bounds: %o', (options, field, text) => {
    const checked = check(options);
    expect(checked).toMatchObject({ ok: false, field });
    expect(checked.ok ? '' : checked.text).toContain(text);
  });
});

test('the fields say how a trace was asked for', () => {
  for (const mode of ['once', 'once-mtu', 'continuous', 'multipath'] as const) {
    for (const family of ['auto', '4', '6'] as const) {
      const form: AskForm = {
        ...NEW_FORM,
        host: 'example.net',
        method: 'tcp',
        family,
        mode,
        options: { ...NO_OPTIONS, port: '8443' },
      };
      const checked = checkAsk(form);
      expect(checked.ok && formOf(checked.ask)).toEqual(form);
    }
  }
});

describe('another way than forward', () => {
  const OPTIONS = { ...NO_OPTIONS, maxHops: '12', port: '443', size: '1400', count: '60' };

  test('is asked once, by ICMP, and with no option that it does not know', () => {
    const form: AskForm = { ...FORM, way: 'reverse', method: 'tcp', mode: 'multipath', options: OPTIONS };
    expect(checkAsk(form)).toEqual({
      ok: true,
      ask: {
        host: 'example.net',
        family: null,
        method: 'icmp',
        mode: 'once',
        maxHops: 12,
        way: { direction: 'reverse' },
      },
    });
    expect(countOptions(OPTIONS, 'reverse')).toBe(1);
    expect(countOptions(OPTIONS, 'path')).toBe(2);
  });

  test('between two others needs both', () => {
    const form: AskForm = { ...FORM, way: 'between', from: ' [2001:db8::1] ', family: '6' };
    expect(checkAsk(form)).toMatchObject({
      ok: true,
      ask: { family: 6, way: { direction: 'between', from: '2001:db8::1' } },
    });
    expect(checkAsk({ ...form, from: '' })).toMatchObject({ ok: false, field: 'from' });
    expect(checkAsk({ ...form, from: '192.0.2.256' })).toMatchObject({ ok: false, field: 'from' });
    expect(checkAsk({ ...form, host: '' })).toMatchObject({ ok: false, field: 'host' });
  });

  test('between addresses of two families there is none', () => {
    const form: AskForm = { ...FORM, way: 'between', from: '2001:db8::1', host: '192.0.2.1' };
    expect(checkAsk(form)).toMatchObject({
      ok: false,
      text: '2001:db8::1 is an IPv6 address and 192.0.2.1 is an IPv4 one.',
    });
  });

  test('what is in the field of another way does not matter', () => {
    expect(checkAsk({ ...FORM, from: 'not a host' })).toMatchObject({ ok: true });
  });

  test('the fields say how it was asked for', () => {
    for (const form of [
      { ...FORM, way: 'reverse', method: 'icmp', mode: 'once' },
      { ...FORM, way: 'between', from: '192.0.2.9', method: 'icmp', mode: 'once' },
    ] as const) {
      const checked = checkAsk(form);
      expect(checked.ok && formOf(checked.ask)).toEqual(form);
    }
  });
});
