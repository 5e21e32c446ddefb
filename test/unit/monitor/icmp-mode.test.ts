import { expect, test } from 'vitest';
import { IcmpMode } from '../../../main/monitor/icmp-mode.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeHelper } from './echo/fake-helper.ts';

const noPing = () => ({ kill: () => undefined });

test('a helper that says nothing is told of, unless another has taken its place meanwhile', () => {
  const clock = new FakeClock();
  const [old, fresh] = [new FakeHelper(), new FakeHelper()];
  let silent = 0;
  const icmp = new IcmpMode({ client: old.client, way: 'pkexec' }, true, noPing, () => {
    silent += 1;
  });
  const details: (string | undefined)[] = [];
  const send = (): void => {
    const context = { clock, deadlineMs: 1000, usualMs: null, echo: icmp.source, dnsName: 'a.example' };
    icmp.source.send('198.51.100.1', context, ({ detail }) => details.push(detail));
  };
  send();
  icmp.setHelper({ client: fresh.client, way: 'sudo-prompt' });
  clock.advance(5_000);
  expect([silent, details]).toEqual([0, ['helper-silent']]);
  send();
  expect(fresh.requests).toHaveLength(1);
  clock.advance(5_000);
  expect([silent, details]).toEqual([1, ['helper-silent', 'helper-silent']]);
});
