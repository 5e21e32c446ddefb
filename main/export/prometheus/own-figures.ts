import { Counter, Gauge, type Registry } from 'prom-client';
import type { ExporterState } from '../../domain/model/metrics-state.ts';

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
  new Counter({
    name: 'faultline_exporter_dropped_total',
    help: 'Figures that an exporter gave up since it started.',
    labelNames: ['exporter'],
    registers,
    collect() {
      this.reset();
      for (const { name, dropped } of running(states())) this.inc({ exporter: name }, dropped);
    },
  });
  new Gauge({
    name: 'faultline_exporter_queued',
    help: 'Figures that wait on disk for a server that is away.',
    labelNames: ['exporter'],
    registers,
    collect() {
      this.reset();
      for (const { name, queued } of running(states())) {
        if (queued !== null) this.set({ exporter: name }, queued);
      }
    },
  });
}

const running = (states: readonly ExporterState[]): readonly ExporterState[] =>
  states.filter(({ phase }) => phase !== 'off');
