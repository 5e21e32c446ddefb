import { describe, expect, test } from 'vitest';
import type { TraceSentence, TraceView } from '../../../../main/domain/model/trace.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { hasFallenSilent } from '../../../../main/domain/trace/reading/fallen-silent.ts';
import { sentenceFor } from '../../../../main/domain/trace/reading/sentence.ts';
import {
  ACCESS,
  answering,
  BORDER,
  CORE,
  ended,
  GOAL,
  losing,
  named,
  PATH,
  ROUTER,
  type Sketch,
  silence,
} from '../../../support/trace/sketches.ts';
import { traceHop, traceView } from '../../../support/trace/views.ts';

type Row = readonly [what: string, view: TraceView, state: TraceSentence['state'], text: string];

function check(rows: readonly Row[]): void {
  test.each(rows)('%s', (_, { sentence }, state, text) => {
    expect(sentence).toEqual({ state, text });
  });
}

describe('loss', () => {
  const provider = (ttl: number): string => `r${ttl}.core.example.com`;
  check([
    [
      'behind the third router of the provider',
      traceView([
        losing(ROUTER, 0),
        named(ACCESS, provider(1), { sent: 100 }),
        named(CORE, provider(2), { sent: 100 }),
        named('203.0.113.17', provider(3), { sent: 100 }),
        losing(BORDER, 21),
        losing(GOAL, 20),
      ]),
      'degraded',
      "Packets reach your provider's third router; everything after it loses 20 %.",
    ],
    [
      'behind the own router',
      traceView([losing(ROUTER, 0), losing(ACCESS, 30), losing(CORE, 30), losing(GOAL, 30)]),
      'degraded',
      'Packets reach your router; everything after it loses 30 %.',
    ],
    [
      'from the start',
      traceView([losing(ROUTER, 30), losing(ACCESS, 30), losing(GOAL, 30)]),
      'degraded',
      'Even the way to your router loses 30 %: often the Wi-Fi or a cable.',
    ],
    [
      'from the start, no home',
      traceView([losing(ACCESS, 30), losing(CORE, 30), losing(GOAL, 30)]),
      'degraded',
      'Even the way to hop 1 (203.0.113.1) loses 30 %.',
    ],
    [
      'at the end alone',
      traceView([losing(ROUTER, 0), losing(ACCESS, 0), losing(GOAL, 40)]),
      'degraded',
      "Packets reach your provider's first router without loss, but www.example.net leaves 40 % unanswered: the last stretch, or it limits its own answers.",
    ],
    [
      'to a neighbour',
      traceView([losing('192.168.1.7', 40)], { host: 'printer' }),
      'degraded',
      'The way to printer loses 40 %.',
    ],
    [
      'somewhere in silence',
      traceView([losing(ROUTER, 0), null, losing(CORE, 25), losing(GOAL, 25)]),
      'degraded',
      'Packets reach your router; the stretch from there to hop 3 (203.0.113.9), where routers keep silent, loses 25 %.',
    ],
    [
      'a limited hop before it is not blamed',
      traceView([
        losing(ROUTER, 0),
        losing(ACCESS, 80),
        losing(CORE, 0),
        losing(BORDER, 20),
        losing(GOAL, 20),
      ]),
      'degraded',
      'Packets reach hop 3 (203.0.113.9); everything after it loses 20 %.',
    ],
    [
      'a stretch whose router limits its answers is not called silent',
      traceView([losing(ROUTER, 0), losing(ACCESS, 80), losing(CORE, 25), losing(GOAL, 25)]),
      'degraded',
      'Packets reach your router; the stretch from there to hop 3 (203.0.113.9) loses 25 %.',
    ],
    [
      'more and more of it: the share is that of the destination',
      traceView([losing(ROUTER, 0), losing(ACCESS, 14), losing(CORE, 18), losing(GOAL, 24)]),
      'degraded',
      'Packets reach your router but get lost behind it: www.example.net loses 24 %.',
    ],
    [
      'from the start, and more of it behind',
      traceView([losing(ROUTER, 20), losing(ACCESS, 40), losing(CORE, 40), losing(GOAL, 40)]),
      'degraded',
      'Even the way to your router loses 20 %, and www.example.net loses 40 %: often the Wi-Fi or a cable.',
    ],
    [
      'at the end, and a stray loss before it: not without loss',
      traceView([losing(ROUTER, 0), losing(ACCESS, 1), losing(GOAL, 40)]),
      'degraded',
      "Packets reach your provider's first router, but www.example.net leaves 40 % unanswered: the last stretch, or it limits its own answers.",
    ],
    [
      'a stray loss before it does not move it',
      traceView([
        losing(ROUTER, 0, 400),
        losing(ACCESS, 3, 400),
        losing(CORE, 100, 400),
        losing(GOAL, 90, 400),
      ]),
      'degraded',
      "Packets reach your provider's first router; everything after it loses 23 %.",
    ],
  ]);
});

describe('large packets vanish', () => {
  check([
    [
      'behind a hop',
      traceView(PATH, { pathMtu: { bytes: 1400, toldBy: null, ttl: 2 } }),
      'degraded',
      "Packets of more than 1,400 bytes vanish behind your provider's first router without a word: connections may hang though small packets pass.",
    ],
    [
      'nobody knows where',
      traceView(PATH, { pathMtu: { bytes: 1400, toldBy: null, ttl: null } }),
      'degraded',
      'Packets of more than 1,400 bytes vanish on the way without a word: connections may hang though small packets pass.',
    ],
  ]);
});

describe('not reached', () => {
  const loop = [ROUTER, ACCESS, CORE, ACCESS, CORE, ACCESS, CORE];
  check([
    [
      'nothing answers',
      ended(),
      'outage',
      'Nothing answers, not even your router: probably the router or the link to it, or a firewall on this machine.',
    ],
    [
      'a neighbour that is off',
      traceView(silence(4), {
        reached: false,
        host: '192.168.1.7',
        destination: { address: '192.168.1.7', name: null },
      }),
      'outage',
      '192.168.1.7 does not answer: it is on your own network, so it is probably off, or ignores such packets.',
    ],
    [
      'only the own router',
      ended(ROUTER),
      'outage',
      'Your router answers, but nothing behind it does: probably the line or your provider.',
    ],
    [
      'only one public router',
      ended(ACCESS),
      'outage',
      'Only hop 1 (203.0.113.1) answers, and nothing behind it does.',
    ],
    [
      'only private addresses',
      ended(ROUTER, '10.0.0.1'),
      'outage',
      'Only private addresses answer, the last is hop 2 (10.0.0.1): cannot tell yet whether the path ends at home or at your provider.',
    ],
    [
      'ends at the provider',
      ended(ROUTER, ACCESS),
      'outage',
      "Packets get as far as your provider's first router; beyond it nothing answers: the path ends there, or www.example.net ignores such packets.",
    ],
    [
      'ends far out',
      ended(ROUTER, ACCESS, CORE, named(BORDER, 'border.example.org')),
      'outage',
      'Packets get as far as hop 4 (border.example.org); beyond it nothing answers: the path ends there, or www.example.net ignores such packets.',
    ],
    [
      'shared addresses are the provider',
      ended(ROUTER, '100.64.0.1', '100.64.7.1'),
      'outage',
      "Packets get as far as your provider's second router; beyond it nothing answers: the path ends there, or www.example.net ignores such packets.",
    ],
    [
      'the first router silent',
      ended(null, ACCESS),
      'outage',
      'Packets get as far as hop 2 (203.0.113.1); beyond it nothing answers: the path ends there, or www.example.net ignores such packets.',
    ],
    [
      'a loop',
      traceView(loop, { reached: false }),
      'outage',
      "Packets go round in circles between your provider's first router and hop 3 (203.0.113.9) and never arrive: probably a routing mistake there.",
    ],
    [
      'a loop that only the engine saw',
      traceView([ROUTER, null], {
        reached: false,
        warnings: [{ code: 'routing-loop', text: 'Packets go round.' }],
      }),
      'outage',
      'Packets go round.',
    ],
    [
      'prohibited',
      traceView([ROUTER, ACCESS, answering(CORE, 'admin-prohibited')], { reached: false }),
      'outage',
      'Hop 3 (203.0.113.9) turns packets back: it says that a firewall rule forbids these packets.',
    ],
    [
      'no route',
      traceView([answering(ROUTER, 'net-unreachable')], { reached: false }),
      'outage',
      'Your router turns packets back: it says that it knows no way to that network.',
    ],
    [
      'an unreachable code of its own',
      traceView([answering(ROUTER, 'unreachable-code-99')], { reached: false }),
      'outage',
      'Your router turns packets back: it says that packets go no farther (unreachable-code-99).',
    ],
    [
      'too large',
      traceView([ROUTER, answering(ACCESS, 'packet-too-big')], { reached: false }),
      'outage',
      "Your provider's first router does not pass on packets of this size, so they end there; try smaller ones.",
    ],
    [
      'refused while it runs',
      traceView([answering(ROUTER, 'net-unreachable')], { status: 'running', reached: false }),
      'outage',
      'Your router turns packets back: it says that it knows no way to that network.',
    ],
    [
      'too long',
      traceView([ROUTER, ACCESS, CORE], { reached: false, warnings: [{ code: 'max-hops', text: '' }] }),
      'outage',
      'After 3 hops www.example.net is still not reached: raise the limit to look further.',
    ],
    [
      'one hop asked for, which answers: the line behind it is not accused',
      traceView([ROUTER], { reached: false, warnings: [{ code: 'max-hops', text: '' }] }),
      'outage',
      'After 1 hop www.example.net is still not reached: raise the limit to look further.',
    ],
    [
      'the same in rounds, which have no warning of it',
      traceView([ROUTER], { mode: 'continuous', status: 'running', rounds: 20, reached: false }),
      'outage',
      'After 1 hop www.example.net is still not reached: raise the limit to look further.',
    ],
    [
      'two hops at home, and no more asked for',
      traceView([ROUTER, '10.0.0.1'], { mode: 'continuous', rounds: 20, reached: false }),
      'outage',
      'After 2 hops www.example.net is still not reached: raise the limit to look further.',
    ],
    [
      'not sent',
      traceView([], {
        reached: false,
        sent: 0,
        received: 0,
        warnings: [{ code: 'not-sent', text: 'Probes could not be sent: the network interface is down.' }],
      }),
      'outage',
      'No packet could leave this machine: the network interface is down.',
    ],
    [
      'refused by a router that stands before the probe that it turned back',
      traceView([ROUTER, BORDER, answering(BORDER, 'admin-prohibited')], { reached: false }),
      'outage',
      "Your provider's first router turns packets back: it says that a firewall rule forbids these packets.",
    ],
    [
      'refused by the second of several at its distance',
      traceView([ACCESS, { address: CORE, also: [BORDER] }, answering(BORDER, 'admin-prohibited')], {
        reached: false,
      }),
      'outage',
      'Hop 2 (198.51.100.1) turns packets back: it says that a firewall rule forbids these packets.',
    ],
    [
      'continuous, silent for rounds',
      traceView([ROUTER, ...silence(8)], {
        mode: 'continuous',
        status: 'running',
        rounds: 20,
        reached: false,
      }),
      'outage',
      'Your router answers, but nothing behind it does: probably the line or your provider.',
    ],
  ]);
});

describe('with packets of a chosen size', () => {
  const large = (...hops: readonly Sketch[]): TraceView =>
    traceView([...hops, ...silence(8)], { reached: false, size: 1400 });
  check([
    [
      'nobody is accused of what the size may explain: the line',
      large(ROUTER),
      'outage',
      'Packets of 1,400 bytes get as far as your router; beyond it nothing answers: trace with small ones to tell a limit of the size from a broken path.',
    ],
    [
      'the router',
      large(),
      'outage',
      'Nothing answers packets of 1,400 bytes, not even your router: trace with small ones to tell a limit of the size from a broken path.',
    ],
    [
      'a router farther out',
      large(ROUTER, ACCESS, CORE),
      'outage',
      'Packets of 1,400 bytes get as far as hop 3 (203.0.113.9); beyond it nothing answers: trace with small ones to tell a limit of the size from a broken path.',
    ],
    [
      'refused for it',
      traceView([ROUTER, answering(ACCESS, 'packet-too-big')], { reached: false, size: 1400 }),
      'outage',
      "Your provider's first router does not pass on packets of 1,400 bytes, so they end there; try smaller ones.",
    ],
    [
      'lost in part',
      traceView([losing(ROUTER, 0), losing(ACCESS, 30), losing(CORE, 30), losing(GOAL, 30)], { size: 1400 }),
      'degraded',
      'Packets reach your router; everything after it loses 30 %. The packets had 1,400 bytes: small ones may fare better.',
    ],
    [
      'small enough to pass wherever any do',
      traceView([ROUTER, ...silence(8)], { reached: false, size: 200 }),
      'outage',
      'Your router answers, but nothing behind it does: probably the line or your provider.',
    ],
    [
      'all of which pass',
      traceView(PATH, { size: 1400 }),
      'good',
      'All is well: www.example.net answers in 10.0 ms, 5 hops away.',
    ],
  ]);
});

describe('a continuous trace whose destination was there before', () => {
  const samples = (...rtts: readonly (number | null)[]) =>
    rtts.map((rttMs, second) => ({ atMs: wallMs(1000 * second), rttMs }));
  const heard = Array.from({ length: 20 }, () => 10);
  const gone = samples(...heard, null, null, null, null);
  const here = samples(...heard, 10, 10, null, 10);
  const told = (...still: readonly boolean[]): string => {
    const plain = traceView([ROUTER, ACCESS, CORE, GOAL]);
    const hops = plain.hops.map((hop, index) => ({ ...hop, samples: still[index] === true ? here : gone }));
    return sentenceFor({ ...plain, mode: 'continuous', status: 'running', rounds: 24, reached: false, hops })
      .text;
  };

  test.each<readonly [string, readonly boolean[], string]>([
    [
      'the end is gone',
      [true, true, true, false],
      'Packets get as far as hop 3 (203.0.113.9); beyond it nothing answers any more, though www.example.net did before.',
    ],
    [
      'all behind the provider is gone',
      [true, true, false, false],
      "Packets get as far as your provider's first router; beyond it nothing answers any more, though www.example.net did before.",
    ],
    [
      'all behind the own router is gone',
      [true, false, false, false],
      'Your router answers, but nothing behind it does: probably the line or your provider.',
    ],
    [
      'all is gone',
      [false, false, false, false],
      'Nothing answers, not even your router: probably the router or the link to it, or a firewall on this machine.',
    ],
  ])('%s', (_, still, text) => {
    expect(told(...still)).toBe(text);
  });

  test('three losses in a row of a hop that loses half of them anyway are no end', () => {
    const lossy = samples(
      ...Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? null : 10)),
      null,
      null,
      null,
    );
    expect(hasFallenSilent({ ...traceHop(1, ROUTER), samples: lossy })).toBe(false);
    expect(hasFallenSilent({ ...traceHop(1, ROUTER), samples: gone })).toBe(true);
    expect(hasFallenSilent({ ...traceHop(1, ROUTER), samples: [] })).toBe(false);
  });
});

describe('how hops are called', () => {
  const last = (view: TraceView): string =>
    view.sentence.text.replace(/; beyond.*/, '').replace('Packets get as far as ', '');
  test.each<readonly [string, readonly Sketch[], string]>([
    [
      'another domain is not the provider',
      [ROUTER, named(ACCESS, 'a.example.com'), named(CORE, 'b.example.org')],
      'hop 3 (b.example.org)',
    ],
    [
      'two-part endings are no common domain',
      [ROUTER, named(ACCESS, 'a.one.co.uk'), named(CORE, 'b.two.co.uk')],
      'hop 3 (b.two.co.uk)',
    ],
    [
      'the same below a two-part ending',
      [ROUTER, named(ACCESS, 'a.one.co.uk'), named(CORE, 'b.one.co.uk')],
      "your provider's second router",
    ],
    [
      'a silent one in between counts',
      [ROUTER, named(ACCESS, 'a.one.net'), null, named(CORE, 'b.one.net')],
      "your provider's third router",
    ],
    [
      'no return to the provider after others',
      [ROUTER, named(ACCESS, 'a.one.net'), BORDER, named(CORE, 'b.one.net')],
      'hop 4 (b.one.net)',
    ],
    [
      'private behind the own router: nobody knows whose',
      [ROUTER, '10.0.0.1', ACCESS],
      'hop 3 (203.0.113.1)',
    ],
  ])('%s', (_, hops, words) => {
    expect(last(ended(...hops))).toBe(words);
  });

  test('an IPv6 router in the own prefix is the own router', () => {
    const view = traceView(['2001:db8:1:100::1', '2001:db8:ffff::1', null, null], {
      family: 6,
      reached: false,
      source: '2001:db8:1:101::20',
      destination: { address: '2001:db8:9::1', name: null },
    });
    expect(last(view)).toBe("your provider's first router");
  });
});
