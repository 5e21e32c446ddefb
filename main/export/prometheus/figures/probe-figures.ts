import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { MonitorEvent } from '../../../domain/model/monitor-event.ts';
import type { Outcome, Sample } from '../../../domain/model/sample.ts';
import { SeriesBound, type SeriesLabels } from '../../series-bound.ts';
import { SettledSamples } from '../../settled-samples.ts';
import type { Clock } from '../clock.ts';
import { RecentRoundTrips } from './recent-round-trips.ts';

const LABELS = ['kind', 'anchor'] as const;
type Label = (typeof LABELS)[number];

/** Seconds; a line at home answers within 5 to 50 ms, and nothing is waited for longer than 10 s. */
export const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const COUNTERS = {
  sent: 'Probes sent of which it is known for certain what became of them: answered or lost.',
  lost: 'Probes that nobody answered within 10 s, or that were reported unreachable.',
  late: 'Probes answered only after they had been held to be lost.',
  refused: 'TCP connections refused by the far end, which proves the path; their duration counts.',
  error: 'Probes that could not be sent or read; neither sent nor lost.',
} as const;
type CounterName = keyof typeof COUNTERS;

/** `error` says nothing about the path. Of every other probe it is said that it was sent. */
const COUNTED: Readonly<Record<Outcome, readonly CounterName[]>> = {
  reply: ['sent'],
  late: ['sent', 'late'],
  refused: ['sent', 'refused'],
  lost: ['sent', 'lost'],
  unreachable: ['sent', 'lost'],
  error: ['error'],
  suspect: [],
};

type Counters = Readonly<Record<CounterName, Counter<Label>>>;

function openCounters(registers: Registry[]): Counters {
  const open = (name: CounterName): Counter<Label> =>
    new Counter({
      name: `faultline_probe_${name}_total`,
      help: COUNTERS[name],
      labelNames: LABELS,
      registers,
    });
  return {
    sent: open('sent'),
    lost: open('lost'),
    late: open('late'),
    refused: open('refused'),
    error: open('error'),
  };
}

/** What became of the probes, by kind and anchor; each probe is counted once, when that is final. */
export class ProbeFigures {
  readonly #clock: Clock;
  readonly #counters: Counters;
  readonly #duration: Histogram<Label>;
  readonly #recent = new RecentRoundTrips();
  readonly #bound = new SeriesBound((labels) => this.#forget(labels));
  readonly #settled = new SettledSamples('at-once', (sample) => this.#count(sample));

  constructor(register: Registry, clock: Clock) {
    this.#clock = clock;
    const registers = [register];
    this.#duration = new Histogram({
      name: 'faultline_probe_duration_seconds',
      help: 'Round trip of the probes that were answered: replies, refusals and late replies.',
      labelNames: LABELS,
      buckets: BUCKETS,
      registers,
    });
    this.#counters = openCounters(registers);
    const recent = this.#recent;
    new Gauge({
      name: 'faultline_probe_last_seconds',
      help: 'The newest round trip; absent when nothing came back for a minute.',
      labelNames: LABELS,
      registers,
      collect() {
        this.reset();
        for (const { labels, lastSeconds } of recent.at(clock.now().monoMs))
          this.set(own(labels), lastSeconds);
      },
    });
    new Gauge({
      name: 'faultline_probe_max_seconds',
      help: 'The longest round trip of the last minute; absent when nothing came back in it.',
      labelNames: LABELS,
      registers,
      collect() {
        this.reset();
        for (const { labels, maxSeconds } of recent.at(clock.now().monoMs)) this.set(own(labels), maxSeconds);
      },
    });
  }

  take(event: MonitorEvent): void {
    this.#settled.take(event);
    if (event.type === 'gap') this.#recent.clear();
  }

  /** Takes out what was not probed for long. */
  tidy(): void {
    this.#bound.forgetIdle();
  }

  #count(sample: Sample): void {
    const labels = own(this.#bound.labels(sample));
    this.#show(labels);
    for (const name of COUNTED[sample.outcome]) this.#counters[name].inc(labels);
    if (sample.rttMs === null) return;
    const seconds = sample.rttMs / 1000;
    this.#duration.observe(labels, seconds);
    this.#recent.add(labels, seconds, this.#clock.now().monoMs);
  }

  /** From nothing to 1 is no increase to Prometheus, from 0 to 1 is: every series begins at zero. */
  #show(labels: SeriesLabels): void {
    for (const counter of Object.values(this.#counters)) counter.inc(labels, 0);
  }

  #forget(gone: SeriesLabels): void {
    const labels = own(gone);
    for (const counter of Object.values(this.#counters)) counter.remove(labels);
    this.#duration.remove(labels);
    this.#recent.forget(labels);
  }
}

/** Just the labels, and an object of its own: the library keeps what it is given. */
const own = ({ kind, anchor }: SeriesLabels): SeriesLabels => ({ kind, anchor });
