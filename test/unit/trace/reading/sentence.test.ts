import { describe, expect, test } from 'vitest';
import type { TraceSentence, TraceView } from '../../../../main/domain/model/trace.ts';
import { ACCESS, CORE, ended, GOAL, losing, PATH, ROUTER, slow } from '../../../support/trace/sketches.ts';
import { traceView } from '../../../support/trace/views.ts';

type Row = readonly [what: string, view: TraceView, state: TraceSentence['state'], text: string];

function check(rows: readonly Row[]): void {
  test.each(rows)('%s', (_, { sentence }, state, text) => {
    expect(sentence).toEqual({ state, text });
  });
}

describe('before anything can be said', () => {
  check([
    [
      'failed',
      traceView([], { status: 'failed', reached: false, trouble: 'No such name.' }),
      'starting',
      'No such name.',
    ],
    [
      'nothing yet',
      traceView([null], { status: 'running', reached: false }),
      'starting',
      'Waiting for the first answers.',
    ],
    [
      'some way',
      traceView([ROUTER, ACCESS, null], { status: 'running', reached: false }),
      'starting',
      "Packets get to your provider's first router so far; waiting for the rest.",
    ],
    [
      'stopped at once',
      traceView([], { status: 'stopped', reached: false }),
      'starting',
      'Stopped before anything answered: cannot tell yet.',
    ],
    [
      'stopped on the way',
      traceView([ROUTER, null], { status: 'stopped', reached: false }),
      'starting',
      'Stopped when packets had got to your router: cannot tell yet what is beyond.',
    ],
    [
      'continuous, first round',
      traceView([null, null], { mode: 'continuous', status: 'running', rounds: 1, reached: false }),
      'starting',
      'Waiting for the first answers.',
    ],
  ]);
});

describe('all is well', () => {
  check([
    ['plain', traceView(PATH), 'good', 'All is well: www.example.net answers in 10.0 ms, 5 hops away.'],
    [
      'on the own network',
      traceView(['192.168.1.7'], { host: 'printer' }),
      'good',
      'All is well: printer answers in 2.00 ms, 1 hop away.',
    ],
    [
      'under way',
      traceView(PATH, { status: 'running' }),
      'good',
      'www.example.net answers in 10.0 ms, 5 hops away; still measuring.',
    ],
    [
      'continuous',
      traceView(PATH, { mode: 'continuous', status: 'running', rounds: 90 }),
      'good',
      'All is well: www.example.net answers in 10.0 ms, 5 hops away.',
    ],
  ]);
});

describe('what looks like a fault and is none', () => {
  check([
    [
      'one hop limits its answers',
      traceView(
        [ROUTER, losing(ACCESS, 60), CORE, GOAL].map((hop) =>
          typeof hop === 'string' ? losing(hop, 0) : hop,
        ),
      ),
      'good',
      "www.example.net answers in 8.00 ms, 4 hops away; your provider's first router, which shows loss, only limits its own answers and lets traffic pass.",
    ],
    [
      'two of them',
      traceView([losing(ROUTER, 0), losing(ACCESS, 60), losing(CORE, 50), losing(GOAL, 0)]),
      'good',
      "www.example.net answers in 8.00 ms, 4 hops away; your provider's first router and hop 3 (203.0.113.9), which show loss, only limit their own answers and let traffic pass.",
    ],
    [
      'three of them',
      traceView([losing(ROUTER, 50), losing(ACCESS, 60), losing(CORE, 50), losing(GOAL, 0)]),
      'good',
      'www.example.net answers in 8.00 ms, 4 hops away; 3 hops, which show loss, only limit their own answers and let traffic pass.',
    ],
    [
      'a silent hop',
      traceView([ROUTER, null, CORE, GOAL]),
      'good',
      'www.example.net answers in 8.00 ms, 4 hops away; hop 2 keeps silent, which is no fault.',
    ],
    [
      'silent hops',
      traceView([ROUTER, null, null, CORE, GOAL]),
      'good',
      'www.example.net answers in 10.0 ms, 5 hops away; 2 hops keep silent, which is no fault.',
    ],
    [
      'all routers silent',
      traceView([null, null, GOAL]),
      'good',
      'www.example.net answers in 6.00 ms, 3 hops away; the routers on the way keep silent, often because of a firewall near this machine.',
    ],
    [
      'a destination at an unknown distance',
      traceView([ROUTER, null, null, null], { reached: true }),
      'good',
      'www.example.net answers; its distance is not known, since the routers before it keep silent.',
    ],
    [
      'one lost of three',
      traceView([ROUTER, ACCESS, losing(GOAL, 1, 3)]),
      'good',
      'www.example.net answers in 6.00 ms, 3 hops away; 1 of 3 packets got no answer, too few to tell whether that means anything.',
    ],
    [
      'shared addresses',
      traceView([ROUTER, '100.64.0.1', CORE, GOAL]),
      'good',
      'www.example.net answers in 8.00 ms, 4 hops away; your provider lets several homes share one address (CGN), which is no fault.',
    ],
    [
      'translation far out',
      traceView([ROUTER, ACCESS, { address: CORE, node: { translated: true } }, GOAL]),
      'good',
      'www.example.net answers in 8.00 ms, 4 hops away; addresses are translated before hop 3, which is no fault.',
    ],
    [
      'a forwarded port',
      traceView([ROUTER, GOAL, GOAL, GOAL]),
      'good',
      'www.example.net answers in 8.00 ms, 4 hops away; all hops from 2 to 4 show its address, probably because a router forwards a port to it, which is no fault.',
    ],
    [
      'a forwarded port, one hop before it',
      traceView([ROUTER, GOAL, GOAL]),
      'good',
      'www.example.net answers in 6.00 ms, 3 hops away; both hops 2 and 3 show its address, probably because a router forwards a port to it, which is no fault.',
    ],
    [
      'an MTU that is told',
      traceView(PATH, { pathMtu: { bytes: 1492, toldBy: ACCESS, ttl: 2 } }),
      'good',
      "www.example.net answers in 10.0 ms, 5 hops away; packets pass whole up to 1,492 bytes, the limit that your provider's first router tells, which is no fault.",
    ],
    [
      'full-size packets pass',
      traceView(PATH, { pathMtu: { bytes: 1500, toldBy: null, ttl: null } }),
      'good',
      'All is well: www.example.net answers in 10.0 ms, 5 hops away.',
    ],
    [
      'the line takes its time',
      traceView([slow(ROUTER, 2), slow(ACCESS, 250), slow(GOAL, 260)]),
      'good',
      "www.example.net answers in 260 ms, 3 hops away; 248 ms of that are the line between your router and your provider's first router.",
    ],
    [
      'an ocean',
      traceView([slow(ROUTER, 2), slow(ACCESS, 8), slow(CORE, 170), slow(GOAL, 180)]),
      'good',
      "www.example.net answers in 180 ms, 4 hops away; 162 ms of that are the stretch after your provider's first router, perhaps just distance.",
    ],
    [
      'the own network is slow',
      traceView([slow(ROUTER, 200), slow(ACCESS, 210), slow(GOAL, 220)]),
      'good',
      'www.example.net answers in 220 ms, 3 hops away; 200 ms of that pass before your router already.',
    ],
    [
      'one router is slow to answer: no step',
      traceView([slow(ROUTER, 2), slow(ACCESS, 400), slow(GOAL, 20)]),
      'good',
      'All is well: www.example.net answers in 20.0 ms, 3 hops away.',
    ],
    [
      'slow by many small steps: no step',
      traceView([40, 80, 120, 160].map((ms, index) => slow(PATH[index] as string, ms))),
      'good',
      'All is well: www.example.net answers in 160 ms, 4 hops away.',
    ],
  ]);
});

describe('several paths', () => {
  const links = [
    { fromTtl: 1, from: ROUTER, to: ACCESS },
    { fromTtl: 1, from: ROUTER, to: CORE },
    { fromTtl: 2, from: ACCESS, to: GOAL },
    { fromTtl: 2, from: CORE, to: GOAL },
  ];
  check([
    [
      'a diamond',
      traceView([ROUTER, { address: ACCESS, also: [CORE] }, GOAL], { mode: 'multipath', links }),
      'good',
      'www.example.net answers in 6.00 ms, 3 hops away; load is spread over 2 paths, which differ at hop 2.',
    ],
    [
      'two stages',
      traceView([{ address: ROUTER, also: ['192.168.1.2'] }, { address: ACCESS, also: [CORE] }, GOAL], {
        mode: 'multipath',
        links,
      }),
      'good',
      'www.example.net answers in 6.00 ms, 3 hops away; load is spread over 2 paths, which differ between hops 1 and 2.',
    ],
    [
      'none',
      traceView([ROUTER, ACCESS, GOAL], {
        mode: 'multipath',
        links: links.filter(({ from, to }) => from !== CORE && to !== CORE),
      }),
      'good',
      'www.example.net answers in 6.00 ms, 3 hops away; all flows take one path.',
    ],
    [
      'ICMP, which has no flows to tell apart',
      traceView([ROUTER, ACCESS, GOAL], {
        mode: 'multipath',
        method: 'icmp',
        links: links.filter(({ from, to }) => from !== CORE && to !== CORE),
      }),
      'good',
      'www.example.net answers in 6.00 ms, 3 hops away; ICMP shows only one path, UDP would show others if there are any.',
    ],
  ]);
});

test('every sentence is one sentence, ends with a full stop and is short enough to be read at a glance', () => {
  const views = [traceView(PATH), ended(ROUTER), ended(), traceView([losing(ROUTER, 0), losing(GOAL, 40)])];
  for (const { sentence } of views) {
    expect(sentence.text).toMatch(/^[A-Zw].*[^.]\.$/);
    expect(sentence.text.length).toBeLessThan(200);
  }
});

test('a time in which nothing could be sent is told with the good news', () => {
  const text = 'For 5 s nothing could be sent: the network interface is down.';
  const view = traceView(['192.168.1.1', '203.0.113.9'], { warnings: [{ code: 'sending-gap', text }] });
  expect(view.sentence.state).toBe('good');
  expect(view.sentence.text).toMatch(
    / hops away; for 5 s nothing could be sent: the network interface is down\.$/,
  );
});
