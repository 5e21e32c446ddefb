import { describe, expect, test } from 'vitest';
import { tokenCheck } from '../../../../main/export/prometheus/asking/bearer-token.ts';
import { type Asked, type Rules, refusalOf } from '../../../../main/export/prometheus/asking/refusal.ts';

const asked = (
  url: string,
  host: string | undefined = '127.0.0.1:9824',
  more: Partial<Asked> = {},
): Asked => ({
  method: 'GET',
  url,
  headers: { host },
  headersDistinct: host === undefined ? {} : { host: [host] },
  ...more,
});

const OPEN: Rules = { isAuthorized: null, byAddressOnly: true };
const status = (what: Asked, rules: Rules = OPEN): number => refusalOf(what, rules)?.status ?? 200;

describe('what is asked for', () => {
  test.each([
    ['/metrics', 200],
    ['/metrics?name[]=up', 200],
    ['http://127.0.0.1:9824/metrics', 200],
    ['HTTP://localhost/metrics?x', 200],
    ['/', 404],
    ['/metrics/', 404],
    ['/%6detrics', 404],
    ['//metrics', 404],
    ['/metrics/../metrics', 404],
    ['/metrics#x', 404],
    ['*', 400],
    ['', 400],
    ['metrics', 400],
    ['ftp://127.0.0.1/metrics', 400],
    ['http://', 400],
    ['http://[::1/metrics', 400],
  ])('%s: %i', (url, wanted) => {
    expect(status(asked(url))).toBe(wanted);
  });
});

describe('for which host, on the loopback', () => {
  test.each([
    ['127.0.0.1:9824', 200],
    ['127.0.0.1', 200],
    ['[::1]:9824', 200],
    ['192.0.2.7:80', 200],
    ['localhost', 200],
    ['LocalHost:9824', 200],
    [undefined, 200],
    ['evil.example', 421],
    ['evil.example:9824', 421],
    ['localhost.evil.example', 421],
    ['localhost.', 421],
    ['127.0.0.1.evil.example', 421],
    ['127.1', 421],
    ['2130706433', 421],
    ['user@127.0.0.1', 421],
    ['[evil.example]', 421],
    ['::1', 421],
    ['', 421],
    ['127.0.0.1:9824:1', 421],
  ])('%s: %i', (host, wanted) => {
    expect(status({ ...asked('/metrics'), headers: { host } })).toBe(wanted);
  });

  test('that of a whole URI holds, not that of the header', () => {
    expect(status(asked('http://evil.example/metrics', '127.0.0.1'))).toBe(421);
    expect(status(asked('http://127.0.0.1/metrics', 'evil.example'))).toBe(200);
  });

  test('elsewhere any name may be used', () => {
    expect(status(asked('/metrics', 'attic.example'), { ...OPEN, byAddressOnly: false })).toBe(200);
  });

  test('two hosts are none', () => {
    expect(status(asked('/metrics', 'a', { headersDistinct: { host: ['127.0.0.1', 'evil.example'] } }))).toBe(
      400,
    );
  });
});

describe('how', () => {
  test.each([
    ['GET', 200],
    ['HEAD', 200],
    ['POST', 405],
    ['PUT', 405],
    ['DELETE', 405],
    ['OPTIONS', 405],
    ['TRACE', 405],
    ['PROPFIND', 405],
    [undefined, 405],
  ])('%s: %i', (method, wanted) => {
    expect(status(asked('/metrics', undefined, { method }))).toBe(wanted);
  });

  test.each([
    [{ 'content-length': '1' }, 400],
    [{ 'content-length': '0' }, 200],
    [{ 'transfer-encoding': 'chunked' }, 400],
  ])('with %o: %i', (headers, wanted) => {
    expect(status(asked('/metrics', undefined, { headers }))).toBe(wanted);
  });
});

describe('with a token', () => {
  const rules: Rules = { isAuthorized: tokenCheck('s3cret-token'), byAddressOnly: true };
  const withToken = (authorization: string | undefined, url = '/metrics'): number =>
    status(asked(url, undefined, { headers: { authorization } }), rules);

  test.each([
    ['Bearer s3cret-token', 200],
    ['bearer   s3cret-token ', 200],
    [undefined, 401],
    ['', 401],
    ['Bearer', 401],
    ['Bearer ', 401],
    ['Bearer s3cret-toke', 401],
    ['Bearer s3cret-token2', 401],
    ['Bearer S3CRET-TOKEN', 401],
    ['Bearer s3cret-token s3cret-token', 401],
    ['Basic s3cret-token', 401],
    ['s3cret-token', 401],
    [`Bearer ${'x'.repeat(7000)}`, 401],
  ])('%s: %i', (authorization, wanted) => {
    expect(withToken(authorization)).toBe(wanted);
  });

  test('who has none learns nothing else, and is told how to ask', () => {
    expect(withToken(undefined, '/nowhere')).toBe(401);
    expect(status(asked('/metrics', undefined, { method: 'POST' }), rules)).toBe(401);
    const refusal = refusalOf(asked('/metrics'), rules);
    expect(refusal?.headers).toEqual({ 'WWW-Authenticate': 'Bearer realm="faultline"' });
    expect(JSON.stringify(refusal)).not.toContain('s3cret');
  });
});
