import { z } from 'zod';
import type { Place } from './place.ts';

const point = z.tuple([z.number(), z.string()]);
const labels = z.record(z.string(), z.string());
const data = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: labels, value: point })) }),
  z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric: labels, values: z.array(point) })),
  }),
  z.object({ resultType: z.literal('scalar'), result: point }),
]);
const queried = z.object({ status: z.literal('success'), data });
const listed = z.object({ status: z.literal('success'), data: z.array(labels) });
const named = z.object({ status: z.literal('success'), data: z.array(z.string()) });

/** Seconds since 1970, with fractions. */
export interface Point {
  readonly seconds: number;
  readonly value: number;
}

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly points: readonly Point[];
}

export interface QueryRange {
  readonly start: number;
  readonly end: number;
  /** Seconds. */
  readonly step: number;
}

/** The part of Prometheus' HTTP API that Grafana uses; VictoriaMetrics has it as well. All throw what the server said. */
export interface PrometheusApi {
  /** At one moment (seconds; default now). `metric[5m]` gives every raw sample with its own time. */
  query(expression: string, seconds?: number): Promise<readonly Series[]>;
  queryRange(expression: string, range: QueryRange): Promise<readonly Series[]>;
  /** The label sets of series; default range: the last hour. */
  series(
    match: string,
    range?: Omit<QueryRange, 'step'>,
  ): Promise<readonly Readonly<Record<string, string>>[]>;
  /** The values a label has; of `__name__`: the metrics. `match`: of these series only. */
  labelValues(label: string, match?: string): Promise<readonly string[]>;
}

const toPoint = ([seconds, value]: z.infer<typeof point>): Point => ({ seconds, value: Number(value) });

function toSeries(answer: z.infer<typeof data>): readonly Series[] {
  switch (answer.resultType) {
    case 'vector':
      return answer.result.map(({ metric, value }) => ({ metric, points: [toPoint(value)] }));
    case 'matrix':
      return answer.result.map(({ metric, values }) => ({ metric, points: values.map(toPoint) }));
    case 'scalar':
      return [{ metric: {}, points: [toPoint(answer.result)] }];
  }
}

export function prometheusApi(place: Place, url: string): PrometheusApi {
  const ask = async (path: string, fields: Readonly<Record<string, string | number>>): Promise<unknown> => {
    const texts = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]);
    const { status, text } = await place.http(`${url}${path}?${new URLSearchParams(texts)}`);
    if (status !== 200) throw new Error(`${status} to ${path} ${JSON.stringify(fields)}: ${text}`);
    return JSON.parse(text);
  };
  const hour = (): { start: number; end: number } => {
    const end = Date.now() / 1000 + 1;
    return { start: end - 3600, end };
  };
  return {
    async query(expression, seconds) {
      const time = seconds === undefined ? {} : { time: seconds };
      return toSeries(queried.parse(await ask('/api/v1/query', { query: expression, ...time })).data);
    },
    async queryRange(expression, range) {
      return toSeries(queried.parse(await ask('/api/v1/query_range', { query: expression, ...range })).data);
    },
    async series(match, range = hour()) {
      return listed.parse(await ask('/api/v1/series', { 'match[]': match, ...range })).data;
    },
    async labelValues(label, match) {
      const matching = match === undefined ? {} : { 'match[]': match };
      return named.parse(await ask(`/api/v1/label/${label}/values`, { ...matching, ...hour() })).data;
    },
  };
}
