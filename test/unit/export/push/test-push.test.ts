import { expect, test } from 'vitest';
import type { PushStart } from '../../../../main/export/push/messages.ts';
import { queryUrl, testPush } from '../../../../main/export/push/test-push.ts';
import { PUSH, START_MS } from './fixtures.ts';
import { listeningStore } from './listening-store.ts';

const startOf = (url: string): PushStart => ({
  push: { ...PUSH, url },
  machine: 'ho"me',
  labels: { provider: 'p' },
  version: '0',
  queuePath: null,
});
const now = () => START_MS + 123;

const vector = (atMs: number | null): string =>
  JSON.stringify({
    status: 'success',
    data: {
      resultType: 'matrix',
      result: atMs === null ? [] : [{ metric: {}, values: [[atMs / 1000, '1']] }],
    },
  });

test('taken and found again: it has arrived', async () => {
  const store = await listeningStore();
  store.queried = vector(now());
  const { name, outcome, text } = await testPush(startOf(store.url), now);
  expect([name, outcome]).toEqual(['push', 'arrived']);
  expect(text).toMatch(/took it \(status 204\), and it can be read there as faultline_test\.$/);
  expect(store.count('faultline_test')).toBe(1);
  expect(store.labels).toEqual([
    ['__name__', 'faultline_test'],
    ['machine', 'ho"me'],
    ['provider', 'p'],
  ]);
  const asked = new URL(store.questions[0] ?? '', store.url);
  expect(asked.pathname).toBe('/prefix/api/v1/query');
  expect(asked.searchParams.get('query')).toBe('faultline_test{machine="ho\\"me"}[2m]');
});

test.each([
  ['cannot be asked', null],
  ['answers something else', 'hello'],
  ['answers an error', '{"status":"error"}'],
  ['answers a shape of its own', '{"status":"success","data":{"result":7}}'],
])('taken by a server that %s: arrived, and that nobody knows more', async (_, queried) => {
  const store = await listeningStore();
  store.queried = queried;
  const { outcome, text } = await testPush(startOf(store.url), now);
  expect([outcome, text]).toEqual(['arrived', expect.stringMatching(/this server does not tell/)]);
});

test('taken, and not to be read within the time: sent', async () => {
  const store = await listeningStore();
  store.queried = vector(now() - 60_000);
  const { outcome, text } = await testPush(startOf(store.url), now);
  expect([outcome, text]).toEqual(['sent', expect.stringMatching(/could not be read there within 9 s/)]);
});

test.each([
  [{ status: 401 }, /token.*\(401\)/],
  [{ status: 404 }, /check the path of the URL/],
  [{ status: 400, text: 'snappy: corrupt input' }, /refused it: snappy: corrupt input/],
  [{ status: 400, text: 'out of order sample' }, /clock/],
  [{ status: 503, text: 'busy' }, /can't be used now: answers 503 \(busy\)/],
  [{ status: 200, contentType: 'text/html' }, /web page/],
])('%o: failed, and why', async (answer, words) => {
  const store = await listeningStore();
  Object.assign(store, answer);
  const { outcome, text } = await testPush(startOf(store.url), now);
  expect([outcome, text]).toEqual(['failed', expect.stringMatching(words)]);
});

test('nobody listens: failed, and why', async () => {
  const { outcome, text } = await testPush(startOf('http://127.0.0.1:1/api/v1/write'), now);
  expect([outcome, text]).toEqual(['failed', expect.stringMatching(/connection refused/)]);
});

test.each([
  ['http://192.0.2.1:8428/api/v1/write', '/api/v1/query'],
  ['http://192.0.2.1:8428/write?db=x', '/api/v1/query'],
  ['http://192.0.2.1:8428/influx/api/v2/write', '/api/v1/query'],
  ['http://192.0.2.1/select/0/prometheus/api/v1/write/', '/select/0/prometheus/api/v1/query'],
  ['http://192.0.2.1/somewhere/else', null],
])('where figures of %s are asked for', (url, path) => {
  expect(queryUrl(new URL(url), 'm', START_MS)?.pathname ?? null).toBe(path);
});
