import { describe, expect, test } from 'vitest';
import type { StartTrace } from '../../../main/trace/types.ts';
import { hop, node, view } from '../cli/trace/views.ts';
import { settled } from '../trace-runner/stage.ts';
import { came, OWN } from './fake-paths.ts';
import { A, B, C, comingHome, FORWARD, figures, started } from './probing.ts';
import { endedTrace, knownHops, RELAY } from './stage.ts';

describe('a path that is traced first', () => {
  test('its distances are the places; who is silent or there twice is listed, not sent to', async () => {
    const { run, pass, paths } = started(
      { ports: { startTrace: endedTrace(FORWARD) } },
      { path: { host: RELAY } },
    );
    await pass(8000);
    const seen = await run.ended;
    expect(seen.host).toBe(RELAY);
    expect(figures(seen)).toEqual([
      [1, A, 4, 4, 0],
      [2, null, 0, 0, null],
      [3, B, 4, 4, 0],
      [4, A, 0, 0, null],
      [5, C, 4, 4, 0],
    ]);
    expect(seen.hops[1]?.notTestable).toMatch(/did not answer the trace/);
    expect(seen.hops[3]?.notTestable).toMatch(/answers nearer already/);
    expect(paths.opened).toEqual([[A, B, C]]);
  });

  test('one that was not reached is probed as far as it answered, and that is said', async () => {
    const short = { ...FORWARD, reached: false, hops: [...FORWARD.hops.slice(0, 3), hop(4, []), hop(5, [])] };
    const { run, pass } = started({ ports: { startTrace: endedTrace(short) } }, { path: { host: RELAY } });
    await pass(8000);
    const seen = await run.ended;
    expect(seen.hops.map(({ index }) => index)).toEqual([1, 2, 3]);
    expect(seen.warnings).toMatchObject([{ code: 'destination-silent' }]);
    expect(seen.warnings[0]?.text).toContain('did not answer the trace in time');
    expect(seen.sentence.state).toBe('degraded');
    expect(seen.sentence.text).toMatch(/^198\.51\.100\.3 was not reached\. As far as it was: No loss/);
  });

  test.each([
    ['max-hops', 'Too far.', /lies farther away than the trace looked, so/],
    ['unreachable', 'B says no.', /^B says no\. That is where the path ends\.$/],
    ['routing-loop', 'It goes round.', /^It goes round\. That is where/],
  ])('why it was not reached: %s', async (code, text, words) => {
    const warnings = [{ code, text }];
    const short = { ...FORWARD, reached: false, hops: FORWARD.hops.slice(0, 3), warnings };
    const { run, pass } = started({ ports: { startTrace: endedTrace(short) } }, { path: { host: RELAY } });
    await pass(8000);
    const seen = await run.ended;
    expect(seen.warnings).toMatchObject([{ code }]);
    expect(seen.warnings[0]?.text).toMatch(words);
    expect(seen.sentence.text).toMatch(/was not reached/);
  });

  test('how far it may be is handed on', async () => {
    const asked: (number | undefined)[] = [];
    const startTrace: StartTrace = (ask, around) => {
      asked.push(ask.maxHops);
      return endedTrace(FORWARD)(ask, around);
    };
    const { run, pass } = started({ ports: { startTrace } }, { path: { host: RELAY }, maxHops: 40 });
    await pass(8000);
    await run.ended;
    expect(asked).toEqual([40]);
  });

  test('to this machine itself: there is none', async () => {
    const own = {
      ...FORWARD,
      source: OWN,
      destination: { address: OWN, name: null },
      hops: [hop(1, [node(OWN)])],
    };
    const { run, paths } = started({ ports: { startTrace: endedTrace(own) } }, { path: { host: OWN } });
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', 'host']);
    expect(seen.trouble).toBe(`${OWN} is this machine itself: name another host.`);
    expect(paths.opened).toEqual([]);
  });

  test('one that answers from an unknown distance is the next place, and that is said', async () => {
    const far = { ...FORWARD, hops: [...FORWARD.hops.slice(0, 3), hop(4, [])] };
    const { run, pass } = started({ ports: { startTrace: endedTrace(far) } }, { path: { host: RELAY } });
    await pass(8000);
    const seen = await run.ended;
    expect(seen.hops.at(-1)).toMatchObject({ index: 4, address: C, received: 4 });
    expect(seen.warnings).toMatchObject([{ code: 'distance-unknown' }]);
  });

  test.each([
    [view({ status: 'failed', trouble: 'No such host.', hops: [] }), 'host', 'host', /No such host/],
    [view({ reached: false, hops: [hop(1, [])] }), null, 'nothing-testable', /No hop on the way/],
  ] as const)('without a path nothing is probed', async (traced, traceFailure, failure, words) => {
    const { run, paths } = started(
      { ports: { startTrace: endedTrace(traced, traceFailure) } },
      { path: { host: RELAY } },
    );
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', failure]);
    expect(seen.trouble).toMatch(words);
    expect(paths.opened).toEqual([]);
  });

  test('from a host that does not decapsulate: there is no such path', async () => {
    const { run, pass } = started({ ports: { calibration: knownHops({}) } }, { path: { host: C }, from: A });
    await pass(500);
    const seen = await run.ended;
    expect([seen.status, run.failure]).toEqual(['failed', 'relay']);
    expect(seen.trouble).toContain(A);
  });

  test('from a host: that is the first, then what its trace shows', async () => {
    const { run, pass, paths, audit } = started(
      {
        onPacket: (packet, clock) => {
          const { ttl, via } = packet.request;
          if (packet.addresses.length !== 2 || ttl === 64 || via.length > 1) comingHome()(packet, clock);
          else
            clock.setTimer(() => {
              if (ttl >= 3) came(packet, C);
              else came(packet, ['', '10.9.9.9', B][ttl] ?? '', { kind: 'ttl-exceeded', layer: 1 });
            }, 10);
        },
      },
      { path: { host: C }, from: A },
    );
    await pass(12_000);
    const seen = await run.ended;
    expect(seen.hops.map(({ index, address }) => [index, address])).toEqual([
      [1, A],
      [2, B],
      [3, C],
    ]);
    expect(paths.opened).toEqual([
      [A, C],
      [A, B, C],
    ]);
    expect(audit.map(({ what }) => what)).toEqual(['trace between', 'path probe']);
  });

  test('stopped while it is traced: the trace is stopped, what it has is shown', async () => {
    let stops = 0;
    const startTrace = () => ({
      view: FORWARD,
      failure: null,
      onChange: () => () => {},
      ended: new Promise<never>(() => {}),
      stop: () => {
        stops += 1;
      },
    });
    const { run } = started({ ports: { startTrace } }, { path: { host: RELAY } });
    await settled();
    expect(run.view).toMatchObject({ phase: 'tracing', status: 'running' });
    expect(run.view.hops).toHaveLength(5);
    run.stop();
    expect((await run.ended).status).toBe('stopped');
    expect(stops).toBe(1);
  });
});
