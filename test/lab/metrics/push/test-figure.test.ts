import { expect, onTestFinished, test } from 'vitest';
import type { PushConfig } from '../../../../main/domain/model/metrics-config.ts';
import type { PushStart } from '../../../../main/export/push/messages.ts';
import { testPush } from '../../../../main/export/push/test-push.ts';
import { hostPlace } from '../../../support/metrics-servers/place.ts';
import { startVictoria, type Victoria } from '../../../support/metrics-servers/victoria.ts';
import { PUSH } from '../../../unit/export/push/fixtures.ts';

async function victoria(): Promise<Victoria> {
  const server = await startVictoria(hostPlace());
  onTestFinished(() => server.stop());
  return server;
}

const startOf = (push: Partial<PushConfig>, machine: string, label = 'x'): PushStart => ({
  push: { ...PUSH, ...push },
  machine,
  labels: { provider: label },
  version: '0',
  queuePath: null,
});

const now = (): number => Date.now();

test('the first test of a machine that the server has never heard of arrives, each time', async () => {
  const server = await victoria();
  const outcomes: string[] = [];
  for (let i = 0; i < 6; i += 1) {
    const { outcome } = await testPush(startOf({ url: server.writeUrl }, `new-${i}`), now);
    outcomes.push(outcome);
  }
  expect(outcomes).toEqual(outcomes.map(() => 'arrived'));
});

test('lines: whatever a machine or a label is called, none of it is lost', async () => {
  const server = await victoria();
  const names = [
    ['infl "b" \\ ü 漢', 'infl "b" / ü 漢'],
    ['end\\', 'end/'],
    ['\\,\\=\\ \\', '/,/=/ /'],
    ['a\\\\ b', 'a// b'],
    ['open " quote', 'open " quote'],
    ["one ' = two, 3 \\n", "one ' = two, 3 /n"],
    ['#no comment', '#no comment'],
  ] as const;
  const outcomes: string[] = [];
  for (const [name] of names) {
    const push = { url: server.influxUrl, format: 'influx' } as const;
    const { outcome } = await testPush(startOf(push, name, name), now);
    outcomes.push(`${name}: ${outcome}`);
  }
  await server.flush();
  const kept = await server.raw('faultline_test');
  const labels = kept.map(({ metric }) => [metric['machine'], metric['provider']]);
  expect(labels.sort()).toEqual(names.map(([, told]) => [told, told]).sort());
  expect(outcomes).toEqual(names.map(([name]) => `${name}: arrived`));
});

test('lines sent where remote-write is taken: refused, and the cause is named', async () => {
  const server = await victoria();
  const { outcome, text } = await testPush(startOf({ url: server.writeUrl, format: 'influx' }, 'm'), now);
  expect([outcome, text]).toEqual([
    'failed',
    expect.stringMatching(
      /refused it \(.{10,121}\)\. The path of the URL is one for remote-write, and what is sent is influx lines/,
    ),
  ]);
  expect(text).not.toMatch(/\.\.|\n/);
});
