import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import type { EchoEvent } from '../../../../helper/protocol/messages.ts';
import type { EchoAnswer, EchoRequest } from '../../../../main/helper-client/types.ts';
import { helperEcho } from '../../../../main/monitor/echo/helper-echo.ts';
import type { Finding } from '../../../../main/monitor/flight/probe.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { FakeHelper } from './fake-helper.ts';

function send() {
  const clock = new FakeClock();
  const helper = new FakeHelper();
  const found: Finding[] = [];
  const log = { silences: 0 };
  const echo = helperEcho(helper.client, () => {
    log.silences += 1;
  });
  const probing = echo('192.0.2.1', { clock, deadlineMs: 1234.5 }, (finding) => found.push(finding));
  return { clock, helper, found, log, probing };
}

const event = (over: Partial<EchoEvent>): EchoAnswer => ({
  event: 'echo',
  id: 1,
  outcome: 'reply',
  rttMs: null,
  from: null,
  ttl: null,
  code: null,
  ...over,
});

describe('echo by the helper', () => {
  test('asks with the provisional deadline as a whole number', () => {
    const { helper } = send();
    expect(helper.requests.map(({ request }): EchoRequest => request)).toEqual([
      { address: '192.0.2.1', size: 56, ttl: 64, timeoutMs: 1235 },
    ]);
  });

  const cases: readonly (readonly [string, EchoAnswer, Finding])[] = [
    ['reply', event({ rttMs: 20 }), { outcome: 'reply', rttMs: 20, via: 'helper' }],
    [
      'reply without a round trip',
      event({}),
      { outcome: 'error', rttMs: null, via: 'helper', detail: 'no-round-trip' },
    ],
    ['lost', event({ outcome: 'lost' }), { outcome: 'lost', rttMs: null, via: 'helper' }],
    [
      'unreachable',
      event({ outcome: 'unreachable', rttMs: 3, code: 'host-unreachable' }),
      { outcome: 'unreachable', rttMs: null, via: 'helper', detail: 'host-unreachable' },
    ],
    [
      'ttl exceeded',
      event({ outcome: 'ttl-exceeded', rttMs: 3, code: 'ttl-exceeded-in-transit' }),
      { outcome: 'unreachable', rttMs: null, via: 'helper', detail: 'ttl-exceeded' },
    ],
    [
      'no route is evidence',
      event({ outcome: 'send-error', code: 'ENETUNREACH' }),
      { outcome: 'unreachable', rttMs: null, via: 'helper', detail: 'net-unreachable' },
    ],
    [
      'a local firewall is none',
      event({ outcome: 'send-error', code: 'EPERM' }),
      { outcome: 'error', rttMs: null, via: 'helper', detail: 'EPERM' },
    ],
    [
      'a full queue is none',
      event({ outcome: 'send-error', code: 'ENOBUFS' }),
      { outcome: 'error', rttMs: null, via: 'helper', detail: 'ENOBUFS' },
    ],
    [
      'refused command',
      { event: 'error', id: 1, code: 'rate-limited', message: 'slower' },
      { outcome: 'error', rttMs: null, via: 'helper', detail: 'rate-limited' },
    ],
  ];
  test.each(cases)('%s', (_, answer, finding) => {
    const { clock, helper, found, log } = send();
    helper.answer(0, answer);
    clock.advance(60_000);
    expect(found).toEqual([finding]);
    expect(log.silences).toBe(0);
    expect(clock.pendingTimers).toBe(0);
    expect(helper.exitListeners).toBe(0);
  });

  test('late after lost; duplicates are no news', () => {
    const { helper, found } = send();
    helper.answer(0, event({ outcome: 'lost' }));
    helper.answer(0, { event: 'late', id: 1, rttMs: 3000, from: '192.0.2.1' });
    helper.answer(0, { event: 'duplicate', id: 1, rttMs: 3001, from: '192.0.2.1' });
    expect(found.map(({ outcome, rttMs }) => [outcome, rttMs])).toEqual([
      ['lost', null],
      ['late', 3000],
    ]);
  });

  test('a helper that dies takes no evidence with it', () => {
    const { clock, helper, found, log } = send();
    helper.die('it was ended by SIGKILL');
    clock.advance(60_000);
    expect(found).toEqual([{ outcome: 'error', rttMs: null, via: 'helper', detail: 'helper-gone' }]);
    expect(log.silences).toBe(0);
  });

  test('a helper that says nothing beyond its own deadline is told of', () => {
    const { clock, found, log } = send();
    clock.advance(1_734);
    expect(found).toEqual([]);
    clock.advance(1);
    expect(found).toEqual([{ outcome: 'error', rttMs: null, via: 'helper', detail: 'helper-silent' }]);
    expect(log.silences).toBe(1);
  });

  test('cancelled while it waits: the helper forgets it and nothing is told', () => {
    const { clock, helper, found, probing } = send();
    probing.cancel();
    helper.answer(0, event({ outcome: 'cancelled' }));
    helper.answer(0, event({ rttMs: 1 }));
    clock.advance(60_000);
    expect(helper.cancelled).toEqual([1]);
    expect(found).toEqual([]);
    expect(helper.exitListeners).toBe(0);
  });

  test('cancelled after the loss: nothing is told of a late reply', () => {
    const { helper, found, probing } = send();
    helper.answer(0, event({ outcome: 'lost' }));
    probing.cancel();
    helper.answer(0, { event: 'late', id: 1, rttMs: 3000, from: '192.0.2.1' });
    expect(helper.cancelled).toEqual([]);
    expect(found.map(({ outcome }) => outcome)).toEqual(['lost']);
  });

  test('when it is over, the client holds on to nothing of it', async () => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    const helper = new FakeHelper();
    const probe = (): WeakRef<object> => {
      const belongings = { findings: [] as Finding[] };
      const send = helperEcho(helper.client, () => {});
      const context = { clock: new FakeClock(), deadlineMs: 1000 };
      const probing = send('192.0.2.1', context, (finding) => belongings.findings.push(finding));
      helper.answer(0, event({ rttMs: 1 }));
      expect(belongings.findings).toHaveLength(1);
      probing.cancel();
      return new WeakRef(belongings);
    };
    const belongings = probe();
    // A weak reference just made is held until the end of the turn.
    await new Promise((resolve) => setImmediate(resolve));
    if (typeof collect === 'function') collect();
    expect(helper.requests).toHaveLength(1);
    expect(belongings.deref()).toBeUndefined();
  });
});
