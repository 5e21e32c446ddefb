import type { Kind } from '../../../../main/domain/model/kind.ts';
import { KINDS } from '../../../../main/domain/model/kind.ts';
import type { MonitorEvent } from '../../../../main/domain/model/monitor-event.ts';
import { monoMs, wallMs } from '../../../../main/domain/model/units.ts';
import { samplePoints } from '../../../../main/export/push/points/sample-points.ts';
import type { History } from '../../../../main/history/types.ts';
import type { RawSeries } from '../../../support/metrics-servers/victoria.ts';

const ANCHORS: Readonly<Record<Kind, string>> = {
  icmp4: '192.0.2.1',
  icmp6: '2001:db8::1',
  tcp4: '192.0.2.1:443',
  tcp6: '[2001:db8::1]:443',
  dns: '192.0.2.53:53',
  gateway: '192.168.1.1',
};

export interface Told {
  /** When the first probe was sent. */
  readonly fromMs: number;
  readonly seconds: number;
  /** The first sample's number. */
  readonly firstId?: number;
  /** Whether the line was dead then. */
  readonly isDead?: (second: number) => boolean;
}

/** A probe of each kind every second as the engine tells of them, some lost, some late, some refused. */
export function told({ fromMs, seconds, firstId = 1, isDead = () => false }: Told): readonly MonitorEvent[] {
  const events: MonitorEvent[] = [];
  for (let second = 0; second < seconds; second += 1) {
    for (const [at, kind] of KINDS.entries()) {
      const number = second * KINDS.length + at;
      const sample = {
        id: firstId + number,
        kind,
        anchor: ANCHORS[kind],
        sentWallMs: wallMs(fromMs + second * 1000 + at * 150),
        sentMonoMs: monoMs(fromMs + second * 1000 + at * 150),
        via: 'helper',
      } as const;
      const rttMs = 5 + ((number * 7919) % 100_000) / 1000;
      if (isDead(second) || number % 41 === 3) {
        events.push({ type: 'sample', sample: { ...sample, outcome: 'lost', rttMs: null } });
        // It answers after all, and the loss is taken back.
        if (!isDead(second) && number % 3 === 0)
          events.push({ type: 'sample', sample: { ...sample, outcome: 'late', rttMs: 3000 + rttMs } });
      } else if (number % 97 === 5) {
        events.push({ type: 'sample', sample: { ...sample, outcome: 'error', rttMs: null, detail: 'busy' } });
      } else events.push({ type: 'sample', sample: { ...sample, outcome: 'reply', rttMs } });
    }
  }
  return events;
}

/** `name kind anchor atMs value` of every figure of a probe, sorted. */
export type Figures = readonly string[];

const lineOf = (
  labels: Readonly<Record<string, string>>,
  name: string,
  atMs: number,
  value: number,
): string => `${name} ${labels['kind']} ${labels['anchor']} ${atMs} ${value}`;

export const EVERY_SAMPLE = '{__name__=~"faultline_sample_.*"}';

/** What a server has. */
export const figuresIn = (raw: readonly RawSeries[]): Figures =>
  raw
    .flatMap(({ metric, values, timestamps }) =>
      values.map((value, at) => lineOf(metric, metric['__name__'] ?? '', timestamps[at] ?? 0, value)),
    )
    .sort();

/** What it should have, from what the history says of each probe. */
export async function figuresOf(history: History, fromMs: number, toMs: number): Promise<Figures> {
  const lines: string[] = [];
  for await (const rows of history.measured(wallMs(fromMs), wallMs(toMs))) {
    for (const row of rows) {
      if (row.resolution !== 'raw') throw new Error('the history keeps no single probes of then');
      const { kind, anchor, atMs, outcome, rttMs, via } = row;
      const sample = { id: 0, kind, anchor, sentWallMs: atMs, sentMonoMs: monoMs(0), outcome, rttMs, via };
      for (const { series, atMs: at, value } of samplePoints(sample, { kind, anchor })) {
        lines.push(lineOf(series.labels, series.name, at, value));
      }
    }
  }
  return lines.sort();
}

/** `a` without what is in `b`. */
export function without(a: Figures, b: Figures): Figures {
  const other = new Set(b);
  return a.filter((one) => !other.has(one));
}
