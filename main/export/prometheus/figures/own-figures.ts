import { Counter, Gauge, type Registry } from 'prom-client';
import type { ExporterName, ExporterState } from '../../../domain/model/metrics-state.ts';

const COUNTERS = {
  sent: 'Figures that an exporter has sent since it started; of the one that is scraped: scrapes.',
  dropped: 'Figures that an exporter gave up since it started.',
} as const;

const LAST_ARRIVAL = 'faultline_exporter_last_timestamp_seconds';

export interface OwnFiguresOptions {
  readonly version: string;
  readonly machine: string;
  readonly states: () => readonly ExporterState[];
}

/** Faultline about itself. */
export function addOwnFigures(register: Registry, { version, machine, states }: OwnFiguresOptions): void {
  const registers = [register];
  const info = new Gauge({
    name: 'faultline_build_info',
    help: 'Always 1; the version that runs and what its machine is called.',
    labelNames: ['version', 'machine'],
    registers,
  });
  info.set({ version, machine }, 1);
  for (const name of ['sent', 'dropped'] as const) {
    new Counter({
      name: `faultline_exporter_${name}_total`,
      help: COUNTERS[name],
      labelNames: ['exporter'],
      registers,
      collect() {
        this.reset();
        for (const state of running(states())) this.inc({ exporter: state.name }, state[name]);
      },
    });
  }
  addStateGauge(
    {
      name: 'faultline_exporter_queued',
      help: 'Figures that wait on disk for a server that is away.',
      registers,
    },
    () => figuresOf(states(), (state) => state.queued),
  );
  addStateGauge(
    { name: LAST_ARRIVAL, help: 'When something last arrived there, or was last scraped.', registers },
    () => figuresOf(states(), ({ lastMs }) => (lastMs === null ? null : lastMs / 1000)),
  );
}

interface GaugeName {
  readonly name: string;
  readonly help: string;
  readonly registers: Registry[];
}

function addStateGauge(named: GaugeName, figures: () => ReadonlyMap<ExporterName, number>): void {
  new Gauge({
    ...named,
    labelNames: ['exporter'],
    collect() {
      this.reset();
      for (const [exporter, figure] of figures()) this.set({ exporter }, figure);
    },
  });
}

/** Of those that are on and have one. */
function figuresOf(
  states: readonly ExporterState[],
  figure: (state: ExporterState) => number | null,
): ReadonlyMap<ExporterName, number> {
  const pairs = running(states).flatMap((state): readonly [ExporterName, number][] => {
    const found = figure(state);
    return found === null ? [] : [[state.name, found]];
  });
  return new Map(pairs);
}

const running = (states: readonly ExporterState[]): readonly ExporterState[] =>
  states.filter(({ phase }) => phase !== 'off');

/** When somebody last scraped the Faultline that wrote this page, in milliseconds since 1970; null: nobody has yet. */
export function lastScrapeIn(page: string): number | null {
  const line = `\n${LAST_ARRIVAL}{exporter="prometheus"} `;
  const start = page.indexOf(line);
  return start < 0 ? null : Number.parseFloat(page.slice(start + line.length)) * 1000;
}
