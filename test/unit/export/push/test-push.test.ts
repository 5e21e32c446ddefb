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
  expect(asked.searchParams.get('query')).toBe(`faultline_test{machine="ho\\"me",attempt!="${now()}.1"}[2m]`);
});

test('a store that goes on to answer "nothing" to the same question is asked another each time', async () => {
  const store = await listeningStore();
  store.isStubborn = true;
  store.queried = vector(null);
  store.onQuestion = (count) => {
    if (count === 3) store.queried = vector(now());
  };
  const { outcome } = await testPush(startOf(store.url), now);
  expect([outcome, store.questions.length]).toEqual(['arrived', 3]);
});

test('it is asked for under the name that the format leaves of the machine', async () => {
  const store = await listeningStore();
  store.queried = vector(now());
  const start = startOf(store.url.replace('/api/v1/write', '/write'));
  await testPush({ ...start, machine: 'a\\ b', push: { ...start.push, format: 'influx' } }, now);
  const asked = new URL(store.questions[0] ?? '', store.url);
  expect(asked.searchParams.get('query')).toMatch(/^faultline_test\{machine="a\/ b",/);
});

test.each([
  ['cannot be asked', null],
  ['answers something else', 'hello'],
  ['answers an error', '{"status":"error"}'],
  ['answers a shape of its own', '{"status":"success","data":{"result":7}}'],
])('taken by a server that %s: sent, for nobody knows more', async (_, queried) => {
  const store = await listeningStore();
  store.queried = queried;
  const { outcome, text } = await testPush(startOf(store.url), now);
  expect([outcome, text]).toEqual([
    'sent',
    expect.stringMatching(/Whether it kept it this server does not tell: look there for faultline_test\.$/),
  ]);
});

test('taken, and not to be read within the time: sent', async () => {
  const store = await listeningStore();
  store.queried = vector(now() - 60_000);
  const { outcome, text } = await testPush(startOf(store.url), now);
  expect([outcome, text]).toEqual([
    'sent',
    expect.stringMatching(
      /could not be read there within 9 s\. Look there .* in a minute; .*the path of the URL/,
    ),
  ]);
});

test.each([
  [{ status: 401 }, /token.*\(401\)/],
  [{ status: 404 }, /check the path of the URL/],
  [{ status: 400, text: 'snappy: corrupt input' }, /refused it \(snappy: corrupt input\)\. Check the format/],
  [{ status: 400, text: 'out of order sample' }, /clock/],
  [{ status: 503, text: 'busy' }, /can't be used now: answers 503 \(busy\)/],
  [{ status: 200, contentType: 'text/html' }, /web page/],
  [{ status: 200, text: 'Welcome' }, /answers 200 with a text \(Welcome\), as no store does/],
  [{ status: 400, text: 'This is no request that can be answered.' }, /\(This is .* answered\)\. Check/],
])('%o: failed, and why', async (answer, words) => {
  const store = await listeningStore();
  Object.assign(store, answer);
  const { outcome, text } = await testPush(startOf(store.url), now);
  expect([outcome, text]).toEqual(['failed', expect.stringMatching(words)]);
  expect(text).not.toMatch(/\.\./);
});

test('refused at an address for the other format: the likely cause', async () => {
  const store = await listeningStore();
  Object.assign(store, { status: 400, text: 'no' });
  const start = startOf(store.url);
  const { text } = await testPush({ ...start, push: { ...start.push, format: 'influx' } }, now);
  expect(text).toMatch(
    /\(no\)\. The path of the URL is one for remote-write, and what is sent is influx lines:/,
  );
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
  expect(queryUrl(new URL(url), 'm', START_MS, 1)?.pathname ?? null).toBe(path);
});
