import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentHandler } from '../../../../main/desktop/windows/content.ts';
import { ORIGIN } from '../../../../main/desktop/windows/scheme.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

function served() {
  const outside = temporaryFolder();
  writeFileSync(join(outside, 'secret.html'), 'secret');
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'dashboard.html'), '<p>hello</p>');
  writeFileSync(join(folder, 'dashboard.js'), 'hello()');
  writeFileSync(join(folder, 'notes.txt'), 'no type of ours');
  mkdirSync(join(folder, 'folder.html'));
  symlinkSync(join(outside, 'secret.html'), join(folder, 'link.html'));
  const handle = contentHandler(folder);
  return (path: string, init: RequestInit = {}) =>
    handle({ url: `${ORIGIN}${path}`, method: 'GET', ...init } as Request);
}

describe('our files', () => {
  test.each([
    ['/dashboard.html', 'text/html; charset=utf-8', '<p>hello</p>'],
    ['/dashboard.js', 'text/javascript; charset=utf-8', 'hello()'],
    ['/dashboard.html?a=b#c', 'text/html; charset=utf-8', '<p>hello</p>'],
  ])('%s', async (path, type, body) => {
    const response = await served()(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    expect(await response.text()).toBe(body);
  });
});

test.each([
  '/',
  '',
  '/missing.html',
  '/notes.txt',
  '/folder.html',
  '/link.html',
  '/../secret.html',
  '/..%2fsecret.html',
  '/%2e%2e/secret.html',
  '/dashboard.html/',
  '/dashboard.html%00.js',
  '//dashboard.html',
  '/./dashboard.html',
  '/C:/dashboard.html',
])('%j is not served', async (path) => {
  const response = await served()(path);
  expect(response.status).toBe(404);
  expect(await response.text()).toBe('');
});

test('another host of the scheme has nothing', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'dashboard.html'), 'x');
  const response = await contentHandler(folder)({
    url: 'faultline://other/dashboard.html',
    method: 'GET',
  } as Request);
  expect(response.status).toBe(404);
});

test.each(['POST', 'PUT', 'HEAD', 'OPTIONS'])('%s is refused', async (method) => {
  expect((await served()('/dashboard.html', { method })).status).toBe(405);
});

test('every answer carries the policy: nothing inline, nothing from elsewhere, no eval', async () => {
  const get = served();
  for (const response of [await get('/dashboard.html'), await get('/missing.html')]) {
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|data:|blob:|\*/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  }
});
