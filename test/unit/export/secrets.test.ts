import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { secretsHidden } from '../../../main/export/secrets.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { ownTokenFault } from '../../../main/settings/metrics/secret-faults.ts';

const { prometheus, push } = DEFAULT_CONFIG.metrics;

describe('secretsHidden', () => {
  test('tokens, passwords and keys in a query go; the rest stays', () => {
    const hide = secretsHidden({
      prometheus: { ...prometheus, token: 'scrape-me' },
      push: { ...push, token: 'push-token', url: 'https://192.0.2.1/w?key=abc' },
    });
    expect(hide('scrape-me and push-token at https://192.0.2.1/w?key=abc, twice: push-token')).toBe(
      '(hidden) and (hidden) at https://192.0.2.1/w?(hidden), twice: (hidden)',
    );
  });

  test('as they are written in headers and addresses', () => {
    const hide = secretsHidden({ prometheus, push: { ...push, user: 'ada', password: 'pa ss:wörd' } });
    const basic = Buffer.from('ada:pa ss:wörd').toString('base64');
    expect(hide(`Basic ${basic} ${encodeURIComponent('pa ss:wörd')} pa ss:wörd`)).toBe(
      'Basic (hidden) (hidden) (hidden)',
    );
  });

  test('one that is a part of another hides neither half', () => {
    const hide = secretsHidden({
      prometheus: { ...prometheus, token: 'abc4efgh' },
      push: { ...push, token: 'abc4efghij' },
    });
    expect(hide('x abc4efghij y abc4efgh')).toBe('x (hidden) y (hidden)');
  });

  test('signs that mean something in a pattern are only signs', () => {
    const hide = secretsHidden({ prometheus: { ...prometheus, token: '.*$&+(ab' }, push });
    expect(hide('a.*$&+(abb anything')).toBe('a(hidden)b anything');
  });

  test.each(['other', 'password', 'Prometheus', 'choose', '7'])(
    'nothing is given away by a gap: %s',
    (token) => {
      const text =
        '127.0.0.1:7 is taken by another program; choose another port, or set a password: let Prometheus scrape it';
      expect(secretsHidden({ prometheus: { ...prometheus, token }, push })(text)).toBe(text);
      expect(secretsHidden({ prometheus, push: { ...push, token } })(text)).toBe(text);
      expect(secretsHidden({ prometheus, push: { ...push, user: 'ada', password: token } })(text)).toBe(text);
    },
  );

  test('whatever may be chosen here is hidden wherever it stands', () => {
    const secret = fc.string({ minLength: 1, maxLength: 24 }).filter((one) => ownTokenFault(one) === null);
    fc.assert(
      fc.property(secret, fc.string(), fc.string(), (token, before, after) => {
        const hide = secretsHidden({ prometheus: { ...prometheus, token }, push });
        expect(hide(`${before}${token}${after}`)).not.toContain(token);
      }),
    );
  });

  test('a key in an address goes, however short', () => {
    const hide = secretsHidden({ prometheus, push: { ...push, url: 'http://192.0.2.1/w?k=7' } });
    expect(hide('at http://192.0.2.1/w?k=7, with k=7')).toBe('at http://192.0.2.1/w?(hidden), with k=7');
  });

  test('nothing is hidden where there is no secret', () => {
    const text = 'the server at 192.0.2.1 said: a?';
    expect(secretsHidden({ prometheus, push })(text)).toBe(text);
    expect(secretsHidden({ prometheus, push: { ...push, url: 'none at all' } })(text)).toBe(text);
    expect(secretsHidden({ prometheus, push: { ...push, url: 'http://192.0.2.1/w?' } })(text)).toBe(text);
  });
});
