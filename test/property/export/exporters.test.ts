import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MetricsConfig } from '../../../main/domain/model/metrics-config.ts';
import { openExporters } from '../../../main/export/exporters.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { type ExporterDouble, KindDouble } from '../../unit/export/exporter-double.ts';
import { FeedDouble, sampleEvent } from '../../unit/export/feed-double.ts';

/** Null: off. */
const metricsWith = (port: number | null): MetricsConfig => {
  const { metrics } = DEFAULT_CONFIG;
  return { ...metrics, statsd: { ...metrics.statsd, enabled: port !== null, port: port ?? 1 } };
};

type Step =
  | { readonly do: 'tell' }
  | { readonly do: 'turn' }
  | { readonly do: 'set'; readonly port: number | null };

const step = (port: fc.Arbitrary<number | null>): fc.Arbitrary<Step> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Step>({ do: 'tell' }) },
    { weight: 2, arbitrary: fc.constant<Step>({ do: 'turn' }) },
    { weight: 2, arbitrary: port.map((value): Step => ({ do: 'set', port: value })) },
  );

class RecordingKind extends KindDouble {
  readonly #prepare: (exporter: ExporterDouble) => void;
  constructor(prepare: (exporter: ExporterDouble) => void) {
    super('statsd');
    this.#prepare = prepare;
  }
  override start(context: Parameters<KindDouble['start']>[0]): ReturnType<KindDouble['start']> {
    const exporter = super.start(context);
    this.#prepare(this.last);
    return exporter;
  }
}

/** Runs the steps; ends, loads and changes settle in the order that the scheduler thinks of. */
async function run(scheduler: fc.Scheduler, steps: readonly Step[]) {
  let running = 0;
  let most = 0;
  const kind = new RecordingKind((exporter) => {
    running += 1;
    most = Math.max(most, running);
    exporter.stopping = async () => {
      await scheduler.schedule(Promise.resolve(), 'stop');
      running -= 1;
    };
  });
  const exporters = openExporters({
    version: '1.2.3',
    dataDirectory: null,
    log: () => undefined,
    loadKinds: () => scheduler.schedule(Promise.resolve([kind]), 'load'),
  });
  const feed = new FeedDouble();
  exporters.follow(feed);
  const told: number[] = [];
  for (const one of steps) {
    if (one.do === 'set') void exporters.reconfigure({ metrics: metricsWith(one.port) });
    else if (one.do === 'turn') {
      if (scheduler.count() > 0) await scheduler.waitOne();
    } else {
      told.push(told.length + 1);
      feed.tell(sampleEvent(told.length));
    }
  }
  await scheduler.waitIdle();
  const taken = kind.started.map((exporter) =>
    exporter.taken.flatMap((event) => (event.type === 'sample' ? [event.sample.id] : [])),
  );
  const ended = exporters.stop();
  await scheduler.waitIdle();
  await ended;
  return {
    told,
    taken: taken.flat(),
    most,
    running,
    ports: kind.started.map((one) => one.context.metrics.statsd.port),
  };
}

const PORTS = fc.integer({ min: 1, max: 3 });

test('one that stays on takes each event once, in order, however often its settings change', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      PORTS,
      fc.array(step(PORTS), { maxLength: 40 }),
      async (s, first, steps) => {
        const { told, taken, most, running } = await run(s, [{ do: 'set', port: first }, ...steps]);
        expect(taken).toEqual(told);
        expect(most).toBe(1);
        expect(running).toBe(0);
      },
    ),
    { numRuns: 300 },
  );
});

test('one that goes on and off never takes an event twice or out of order, and what is last asked for holds', async () => {
  const port = fc.option(PORTS);
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(step(port), { maxLength: 40 }),
      port,
      async (s, steps, last) => {
        const { told, taken, most, ports } = await run(s, [
          ...steps,
          { do: 'set', port: last },
          { do: 'tell' },
        ]);
        expect(taken).toEqual([...new Set(taken)].sort((a, b) => a - b));
        expect(most).toBeLessThanOrEqual(1);
        const hasLast = taken.includes(told.length);
        expect(hasLast).toBe(last !== null);
        if (last !== null) expect(ports.at(-1)).toBe(last);
      },
    ),
    { numRuns: 300 },
  );
});
