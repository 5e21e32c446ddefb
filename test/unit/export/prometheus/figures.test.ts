import { describe, expect, test } from 'vitest';
import { HEALTHS, type Health, SUBJECTS } from '../../../../main/domain/model/health.ts';
import { INCIDENT_CLASSES, type Incident } from '../../../../main/domain/model/incident.ts';
import type { ExporterState } from '../../../../main/domain/model/metrics-state.ts';
import type { MonitorEvent } from '../../../../main/domain/model/monitor-event.ts';
import type { Outcome } from '../../../../main/domain/model/sample.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { figuresIn, REUSE_MS } from '../../../../main/export/prometheus/figures/exposition.ts';
import { Figures } from '../../../../main/export/prometheus/figures/figures.ts';
import { MAX_SERIES, SERIES_IDLE_MS } from '../../../../main/export/series-bound.ts';
import { SETTLE_MS } from '../../../../main/export/settled-samples.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { bucket, probe, valuesOf } from './page-lines.ts';
import { START_WALL_MS, sampleEvent } from './started.ts';

class Shown {
  readonly clock = new FakeClock();
  readonly figures: Figures;

  constructor(states: () => readonly ExporterState[] = () => []) {
    const startedMs = this.clock.now().wallMs;
    this.figures = new Figures({ clock: this.clock, startedMs, version: '1.2.3', machine: 'attic', states });
  }

  take(...events: readonly MonitorEvent[]): void {
    for (const event of events) this.figures.take(event);
  }

  async page(format: 'text' | 'open-metrics' = 'text'): Promise<string> {
    // Past the time for which a page is used again.
    this.clock.advance(200);
    return (await this.figures.page(format)).text;
  }

  async values(): Promise<ReadonlyMap<string, number>> {
    return valuesOf(await this.page());
  }
}

const COUNTERS = ['sent_total', 'lost_total', 'late_total', 'refused_total', 'error_total'];

describe('probes', () => {
  test.each<[Outcome, readonly number[], number]>([
    ['reply', [1, 0, 0, 0, 0], 1],
    ['late', [1, 0, 1, 0, 0], 1],
    ['refused', [1, 0, 0, 1, 0], 1],
    ['lost', [1, 1, 0, 0, 0], 0],
    ['unreachable', [1, 1, 0, 0, 0], 0],
    ['error', [0, 0, 0, 0, 1], 0],
  ])('%s: what is counted of it', async (outcome, counted, observed) => {
    const shown = new Shown();
    shown.take(sampleEvent(0, outcome), sampleEvent(SETTLE_MS, 'reply', { anchor: '192.0.2.2' }));
    const values = await shown.values();
    expect(COUNTERS.map((name) => values.get(probe(name)))).toEqual(counted);
    expect(values.get(probe('duration_seconds_count')) ?? 0).toBe(observed);
  });

  test('what is not certain yet, or was voided, is not counted', async () => {
    const shown = new Shown();
    shown.take(sampleEvent(0, 'lost'), sampleEvent(0, 'suspect', { anchor: '192.0.2.2' }));
    expect([...(await shown.values()).keys()].filter((name) => name.startsWith('faultline_probe'))).toEqual(
      [],
    );
  });

  test('a loss that is taken back was never one', async () => {
    const shown = new Shown();
    const lost = sampleEvent(0, 'lost');
    shown.take(lost, sampleEvent(0, 'late', { id: lost.sample.id, rttMs: 3200 }));
    shown.take(sampleEvent(SETTLE_MS, 'reply'));
    const values = await shown.values();
    expect(COUNTERS.map((name) => values.get(probe(name)))).toEqual([2, 0, 1, 0, 0]);
    expect(values.get(bucket('2.5'))).toBe(1);
    expect(values.get(bucket('5.0'))).toBe(2);
  });

  test('round trips in seconds, by kind and anchor', async () => {
    const shown = new Shown();
    for (const rttMs of [0.4, 12, 12, 180]) shown.take(sampleEvent(0, 'reply', { rttMs }));
    shown.take(sampleEvent(0, 'reply', { kind: 'tcp6', anchor: '[2001:db8::1]:443', rttMs: 7 }));
    const values = await shown.values();
    expect(values.get(bucket('0.001'))).toBe(1);
    expect(values.get(bucket('0.025'))).toBe(3);
    expect(values.get(bucket('+Inf'))).toBe(4);
    expect(values.get(probe('duration_seconds_sum'))).toBeCloseTo(0.2044, 12);
    expect(values.get(probe('duration_seconds_count', 'tcp6', '[2001:db8::1]:443'))).toBe(1);
  });

  test('the newest and the longest of the last minute; none when nothing came back in it', async () => {
    const shown = new Shown();
    const recent = async () => {
      const values = await shown.values();
      return [values.get(probe('last_seconds')), values.get(probe('max_seconds'))];
    };
    shown.take(sampleEvent(0, 'reply', { rttMs: 900 }));
    shown.clock.advance(30_000);
    shown.take(sampleEvent(30_000, 'reply', { rttMs: 40 }), sampleEvent(30_000, 'reply', { rttMs: 20 }));
    expect(await recent()).toEqual([0.02, 0.9]);
    shown.clock.advance(30_000);
    expect(await recent()).toEqual([0.02, 0.04]);
    shown.clock.advance(30_000);
    expect(await recent()).toEqual([undefined, undefined]);
    expect((await shown.values()).get(probe('sent_total'))).toBe(3);
  });

  test('none is recent after a time that was not measured, though the clock stood still in it', async () => {
    const shown = new Shown();
    shown.take(sampleEvent(0, 'reply'), {
      type: 'gap',
      gap: { fromMs: wallMs(START_WALL_MS), toMs: wallMs(START_WALL_MS + 3_600_000), reason: 'sleep' },
    });
    let values = await shown.values();
    expect([values.get(probe('last_seconds')), values.get(probe('max_seconds'))]).toEqual([
      undefined,
      undefined,
    ]);
    shown.take(sampleEvent(1000, 'reply'));
    values = await shown.values();
    expect([values.get(probe('last_seconds')), values.get(probe('sent_total'))]).toEqual([0.02, 2]);
  });
});

describe('bounded labels', () => {
  const anchorsIn = (values: ReadonlyMap<string, number>): readonly string[] =>
    [...values.keys()].flatMap((series) => /_sent_total\{.*anchor="([^"]+)"/.exec(series)?.[1] ?? []);

  test('beyond the bound everything is counted under one', async () => {
    const shown = new Shown();
    for (let host = 0; host < MAX_SERIES + 20; host += 1) {
      shown.take(sampleEvent(host, 'reply', { anchor: `198.51.100.${host}` }));
    }
    const values = await shown.values();
    expect(anchorsIn(values)).toHaveLength(MAX_SERIES + 1);
    expect(values.get(probe('sent_total', 'icmp4', 'other'))).toBe(20);
  });

  test('an anchor that is gone vanishes with all its series, and begins at zero when it comes back', async () => {
    const shown = new Shown();
    shown.take(sampleEvent(0, 'reply'), sampleEvent(1, 'reply', { anchor: '192.0.2.9' }));
    shown.take(sampleEvent(SERIES_IDLE_MS, 'reply', { anchor: '192.0.2.9' }));
    const page = await shown.page();
    expect(page).not.toContain('192.0.2.1"');
    expect(valuesOf(page).get(probe('sent_total', 'icmp4', '192.0.2.9'))).toBe(2);
    shown.take(sampleEvent(SERIES_IDLE_MS + 1, 'reply'));
    expect((await shown.values()).get(probe('sent_total'))).toBe(1);
  });

  test('signs that mean something in the format are escaped', async () => {
    const shown = new Shown();
    shown.take(sampleEvent(0, 'reply', { anchor: 'fe80::1%a"b\\c\nd,le="5"' }));
    expect(await shown.page()).toContain('kind="icmp4",anchor="fe80::1%a\\"b\\\\c\\nd,le=\\"5\\""} 1\n');
  });
});

describe('lights and incidents', () => {
  const all = {
    icmp: 'good',
    ipv4: 'down',
    ipv6: 'unavailable',
    dns: 'degraded',
    gateway: 'unknown',
  } as const;
  const light = (subject: string, state: string): string =>
    `faultline_health{subject="${subject}",state="${state}"}`;

  test.each([
    ['before anything is known', null, () => 'unknown'],
    ['as they are told', all, (subject: keyof typeof all) => all[subject]],
  ])('%s: one state of each light', async (_when, told, wanted) => {
    const shown = new Shown();
    if (told !== null) {
      const health: Health = told.ipv4;
      const atMs = wallMs(START_WALL_MS);
      shown.take({ type: 'health', atMs, subject: 'ipv4', health, previous: 'good', all: told });
    }
    const values = await shown.values();
    for (const subject of SUBJECTS) {
      const states = HEALTHS.filter((state) => values.get(light(subject, state)) === 1);
      expect([subject, states]).toEqual([subject, [wanted(subject)]]);
    }
  });

  const incident = (id: string, name: Incident['class'], raisedMs: number): Incident => ({
    id,
    class: name,
    sinceMs: wallMs(raisedMs - 3000),
    raisedMs: wallMs(raisedMs),
    untilMs: null,
    end: null,
    parent: null,
    evidence: { health: all, failing: ['tcp4'], working: ['icmp4'], lost: 9, sent: 9 },
    network: 'home',
  });
  const active = (name: string): string => `faultline_incident_active{class="${name}"}`;
  const raised = (name: string): string => `faultline_incident_raised_total{class="${name}"}`;

  test('every class is there from the start, at zero', async () => {
    const values = await new Shown().values();
    expect(INCIDENT_CLASSES.map((name) => [values.get(active(name)), values.get(raised(name))])).toEqual(
      INCIDENT_CLASSES.map(() => [0, 0]),
    );
  });

  test('raised, told again, cleared: active once, counted once', async () => {
    const shown = new Shown();
    const one = incident('one', 'ipv4-only', shown.clock.now().wallMs + 5000);
    shown.take({ type: 'incident', phase: 'raised', incident: one });
    shown.take({ type: 'incident', phase: 'raised', incident: one });
    let values = await shown.values();
    expect([values.get(active('ipv4-only')), values.get(raised('ipv4-only'))]).toEqual([1, 1]);
    expect(values.get(active('total'))).toBe(0);
    shown.take({ type: 'incident', phase: 'cleared', incident: one });
    values = await shown.values();
    expect([values.get(active('ipv4-only')), values.get(raised('ipv4-only'))]).toEqual([0, 1]);
  });

  test('one that was raised before it started is active, but not counted anew', async () => {
    const shown = new Shown();
    const old = incident('old', 'total', shown.clock.now().wallMs - 60_000);
    shown.take({ type: 'incident', phase: 'raised', incident: old });
    const values = await shown.values();
    expect([values.get(active('total')), values.get(raised('total'))]).toEqual([1, 0]);
  });

  test('when the newest probe was sent; nothing before the first', async () => {
    const shown = new Shown();
    const name = 'faultline_last_probe_timestamp_seconds';
    expect((await shown.values()).get(name)).toBeUndefined();
    shown.take(sampleEvent(2500, 'lost'));
    expect((await shown.values()).get(name)).toBe(START_WALL_MS / 1000 + 2.5);
    // A loss is told of after answers to probes that were sent later.
    shown.take(sampleEvent(1500, 'lost'));
    expect((await shown.values()).get(name)).toBe(START_WALL_MS / 1000 + 2.5);
  });
});

describe('about itself', () => {
  const state = (name: ExporterState['name'], more: Partial<ExporterState>): ExporterState => ({
    ...{ name, phase: 'working', text: '', sent: 0, dropped: 0, queued: null, lastMs: null },
    ...more,
  });

  test('what each exporter that is on has sent and given up, what waits, and when it last arrived', async () => {
    let states = [
      state('statsd', { sent: 90, dropped: 7, lastMs: wallMs(5500) }),
      state('prometheus', { phase: 'off' }),
      state('push', { queued: 3 }),
    ];
    const shown = new Shown(() => states);
    const own = async () =>
      [...(await shown.values())].filter(([name]) => name.startsWith('faultline_exporter'));
    expect(await own()).toEqual([
      ['faultline_exporter_sent_total{exporter="statsd"}', 90],
      ['faultline_exporter_sent_total{exporter="push"}', 0],
      ['faultline_exporter_dropped_total{exporter="statsd"}', 7],
      ['faultline_exporter_dropped_total{exporter="push"}', 0],
      ['faultline_exporter_queued{exporter="push"}', 3],
      ['faultline_exporter_last_timestamp_seconds{exporter="statsd"}', 5.5],
    ]);
    // It was started again.
    states = [state('statsd', { dropped: 1 })];
    expect(await own()).toEqual([
      ['faultline_exporter_sent_total{exporter="statsd"}', 0],
      ['faultline_exporter_dropped_total{exporter="statsd"}', 1],
    ]);
  });

  test('the version and the machine', async () => {
    expect(await new Shown().page()).toContain('\nfaultline_build_info{version="1.2.3",machine="attic"} 1\n');
  });
});

describe('formats', () => {
  const withSamples = (): Shown => {
    const shown = new Shown();
    shown.take(sampleEvent(0, 'lost'), sampleEvent(SETTLE_MS, 'reply'));
    return shown;
  };

  test('both say the same, in turn, whichever was asked for before', async () => {
    const shown = withSamples();
    const text = await shown.page();
    const open = await shown.page('open-metrics');
    expect(await shown.page()).toBe(text);
    expect(await shown.page('open-metrics')).toBe(open);
    expect([...valuesOf(open)]).toEqual([...valuesOf(text)]);
    expect(figuresIn(open)).toBe(figuresIn(text));
  });

  test('OpenMetrics names a counter without its ending, and has an end', async () => {
    const page = await withSamples().page('open-metrics');
    expect(page).toContain('# TYPE faultline_probe_lost counter\nfaultline_probe_lost_total{');
    expect(page.endsWith('\n# EOF\n')).toBe(true);
    expect(page.match(/# EOF/g)).toHaveLength(1);
  });

  test('the text has neither', async () => {
    const page = await withSamples().page();
    expect(page).toContain('# TYPE faultline_probe_lost_total counter\nfaultline_probe_lost_total{');
    expect(page).not.toContain('# EOF');
  });

  test('a page is written once for all who ask at about the same time', async () => {
    const shown = new Shown();
    const first = shown.figures.page('text');
    shown.take(sampleEvent(0, 'reply'));
    shown.clock.advance(REUSE_MS - 1);
    expect(shown.figures.page('text')).toBe(first);
    shown.clock.advance(1);
    expect((await shown.figures.page('text')).text).toContain(`${probe('sent_total')} 1`);
  });
});
