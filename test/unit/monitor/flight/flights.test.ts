import { describe, expect, test } from 'vitest';
import type { Anchor } from '../../../../main/domain/model/anchor.ts';
import { Flights } from '../../../../main/monitor/flight/flights.ts';
import type { Finding } from '../../../../main/monitor/flight/probe.ts';
import type { MonitorFact } from '../../../../main/monitor/types.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

const ANCHOR: Anchor = { kind: 'tcp4', address: '192.0.2.1', port: 443 };
const reply = (rttMs: number): Finding => ({ outcome: 'reply', rttMs, via: 'socket' });
const LOST: Finding = { outcome: 'lost', rttMs: null, via: 'socket' };
const late = (rttMs: number): Finding => ({ outcome: 'late', rttMs, via: 'socket' });

function setUp(beforeFinding: () => void = () => undefined) {
  const clock = new FakeClock();
  const facts: MonitorFact[] = [];
  const roundTrips: number[] = [];
  const flights = new Flights(clock, {
    onFact: (fact) => facts.push(fact),
    beforeFinding,
    onRoundTrip: (_, rttMs) => roundTrips.push(rttMs),
  });
  let cancelled = 0;
  const launch = (): ((finding: Finding) => void) => {
    let reporter: (finding: Finding) => void = () => undefined;
    flights.launch(ANCHOR, (report) => {
      reporter = report;
      return {
        via: 'socket',
        cancel: () => {
          cancelled += 1;
        },
      };
    });
    return (finding) => reporter(finding);
  };
  const samples = () => facts.flatMap((fact) => (fact.type === 'result' ? [fact.sample] : []));
  return { clock, facts, flights, launch, samples, roundTrips, cancelled: () => cancelled };
}

describe('flights', () => {
  test('sent, then the result with the times of the send', () => {
    const { clock, facts, launch, samples, roundTrips, flights } = setUp();
    const sentAt = clock.now();
    const report = launch();
    clock.advance(21);
    report(reply(20));
    expect(facts.map(({ type }) => type)).toEqual(['sent', 'result']);
    expect(samples()[0]).toEqual({
      id: 1,
      kind: 'tcp4',
      anchor: '192.0.2.1:443',
      sentWallMs: sentAt.wallMs,
      sentMonoMs: sentAt.monoMs,
      outcome: 'reply',
      rttMs: 20,
      via: 'socket',
    });
    expect(facts[1]?.at).toEqual(clock.now());
    expect(roundTrips).toEqual([20]);
    expect(flights.size).toBe(0);
  });

  test('ids rise by one', () => {
    const { launch, samples } = setUp();
    for (let turn = 0; turn < 5; turn += 1) launch()(reply(1));
    expect(samples().map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
  });

  test('a late answer revises the loss under the same id, once', () => {
    const { launch, samples, roundTrips } = setUp();
    const report = launch();
    report(LOST);
    report(late(4000));
    report(late(4001));
    expect(samples().map(({ id, outcome, rttMs }) => [id, outcome, rttMs])).toEqual([
      [1, 'lost', null],
      [1, 'late', 4000],
    ]);
    expect(roundTrips).toEqual([4000]);
  });

  test('late without a loss before, or anything after a reply, is not told', () => {
    const { launch, samples } = setUp();
    launch()(late(10));
    const report = launch();
    report(reply(10));
    report(LOST);
    report(late(10));
    expect(samples().map(({ outcome }) => outcome)).toEqual(['reply']);
  });

  test('a loss can teach the usual time without having a round trip', () => {
    const { launch, samples, roundTrips } = setUp();
    launch()({ ...LOST, detail: 'syn-retransmitted', observedMs: 1020 });
    expect(roundTrips).toEqual([1020]);
    expect(samples()[0]).toMatchObject({ outcome: 'lost', rttMs: null, detail: 'syn-retransmitted' });
    expect(samples()[0]).not.toHaveProperty('observedMs');
  });

  test('void: nothing is told of it any more, and its means are freed', () => {
    const { launch, samples, flights, cancelled } = setUp();
    const reports = [launch(), launch()];
    reports[0]?.(LOST);
    flights.voidAll();
    for (const report of reports) report(late(1500));
    for (const report of reports) report(reply(1500));
    expect(samples().map(({ outcome }) => outcome)).toEqual(['lost']);
    expect(cancelled()).toBe(2);
    expect(flights.size).toBe(0);
  });

  test('suspect: told at once for what waits; a loss told before can still be taken back', () => {
    const { clock, launch, samples, flights, cancelled } = setUp();
    const waiting = launch();
    const lost = launch();
    lost(LOST);
    flights.suspectAll(clock.now(), 'stall');
    waiting(reply(20));
    lost(late(1800));
    expect(samples().map(({ id, outcome, detail }) => [id, outcome, detail])).toEqual([
      [2, 'lost', undefined],
      [1, 'suspect', 'stall'],
      [2, 'late', undefined],
    ]);
    expect(samples()[1]?.rttMs).toBeNull();
    expect(cancelled()).toBe(2);
  });

  test('what is noticed just before a finding is believed counts first', () => {
    const holder: { flights: Flights | null } = { flights: null };
    const { launch, samples, flights } = setUp(() => holder.flights?.voidAll());
    holder.flights = flights;
    launch()(reply(5));
    expect(samples()).toEqual([]);
  });

  test('lost ones are let go when nothing can come any more', () => {
    const { clock, launch, flights, samples, cancelled } = setUp();
    const report = launch();
    report(LOST);
    clock.advance(10_000);
    flights.sweep(clock.now());
    expect(flights.size).toBe(1);
    clock.advance(1000);
    flights.sweep(clock.now());
    expect(flights.size).toBe(0);
    expect(cancelled()).toBe(1);
    report(late(11_000));
    expect(samples()).toHaveLength(1);
  });

  test('an answer from within the send is taken, and the probe freed', () => {
    const { flights, samples } = setUp();
    let cancelled = 0;
    flights.launch(ANCHOR, (report) => {
      report({ outcome: 'error', rttMs: null, via: 'socket', detail: 'EMFILE' });
      return {
        via: 'socket',
        cancel: () => {
          cancelled += 1;
        },
      };
    });
    expect(samples().map(({ outcome, detail }) => [outcome, detail])).toEqual([['error', 'EMFILE']]);
    expect(cancelled).toBe(1);
    expect(flights.size).toBe(0);
  });

  test('a pause that follows from `sent` keeps the probe from being sent', () => {
    const clock = new FakeClock();
    let sends = 0;
    const flights: Flights = new Flights(clock, {
      onFact: () => flights.voidAll(),
      beforeFinding: () => undefined,
      onRoundTrip: () => undefined,
    });
    flights.launch(ANCHOR, () => {
      sends += 1;
      return { via: 'socket', cancel: () => undefined };
    });
    expect(sends).toBe(0);
  });
});
