import { expect, test } from 'vitest';
import type { ProbeReport, ProbeRequest } from '../../../main/helper-client/types.ts';
import { FakeHelper } from './echo/fake-helper.ts';
import { NO_HELPER, startFake } from './set-up.ts';

const REQUEST: ProbeRequest = {
  method: 'icmp',
  address: '198.51.100.9',
  ttl: 3,
  flow: 0,
  port: 0,
  size: 64,
  timeoutMs: 1000,
};

test('the packets of traceroutes go by the helper that runs at the time, in a pause too', async () => {
  const { monitor, supervisor } = await startFake();
  const { probes } = monitor;
  const [first, second] = [new FakeHelper(), new FakeHelper()];
  const seen: ProbeReport[] = [];
  const ask = (): number | null => probes.probe(REQUEST, (report) => seen.push(report));
  supervisor.become(NO_HELPER);
  expect(ask()).toBeNull();
  supervisor.become({ client: first.client, way: 'inherited' });
  expect(ask()).not.toBeNull();
  expect(first.probes[0]?.request).toEqual(REQUEST);
  supervisor.become({ client: second.client, way: 'inherited' });
  monitor.pause();
  const id = ask();
  expect(second.probes).toHaveLength(1);
  const lost = { event: 'probe', id: 1, outcome: 'lost', answer: null, code: null } as const;
  second.probes[0]?.onReport(lost);
  expect(seen).toEqual([{ ...lost, id }]);
  await monitor.stop();
  expect(ask()).toBeNull();
});

test('so do packets in IP-in-IP', async () => {
  const { monitor, supervisor } = await startFake();
  const helper = new FakeHelper();
  const open = () => monitor.paths.openPath(['198.51.100.9'], () => {});
  supervisor.become(NO_HELPER);
  expect(await open()).toMatchObject({ ok: false, code: 'no-helper' });
  supervisor.become({ client: helper.client, way: 'inherited' });
  monitor.pause();
  await open();
  expect(helper.paths).toEqual([['198.51.100.9']]);
  await monitor.stop();
  expect(await open()).toMatchObject({ ok: false, code: 'no-helper' });
});
