import { describe, expect, test } from 'vitest';
import { secretsHidden } from '../../../main/export/secrets.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';

const { prometheus, push } = DEFAULT_CONFIG.metrics;

describe('secretsHidden', () => {
  test('tokens, passwords and keys in a query go; the rest stays', () => {
    const hide = secretsHidden({
      prometheus: { ...prometheus, token: 'scrape-me' },
      push: { ...push, token: 'pushtoken', url: 'https://192.0.2.1/w?key=abc' },
    });
    expect(hide('scrape-me and pushtoken at https://192.0.2.1/w?key=abc, twice: pushtoken')).toBe(
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
      prometheus: { ...prometheus, token: 'abcdef' },
      push: { ...push, token: 'abcdefghij' },
    });
    expect(hide('x abcdefghij y abcdef')).toBe('x (hidden) y (hidden)');
  });

  test('signs that mean something in a pattern are only signs', () => {
    const hide = secretsHidden({ prometheus: { ...prometheus, token: '.*$&+(' }, push });
    expect(hide('a.*$&+(b anything')).toBe('a(hidden)b anything');
  });

  test('nothing is hidden where there is no secret, nor one so short that it is in any text', () => {
    const text = 'the server at 192.0.2.1 said: a';
    expect(secretsHidden({ prometheus, push })(text)).toBe(text);
    expect(secretsHidden({ prometheus: { ...prometheus, token: 'a' }, push })(text)).toBe(text);
    expect(secretsHidden({ prometheus, push: { ...push, url: 'none at all' } })(text)).toBe(text);
  });
});
