import { Registry } from 'prom-client';
import type { MonitorEvent } from '../../../domain/model/monitor-event.ts';
import type { WallMs } from '../../../domain/model/units.ts';
import type { Clock } from '../clock.ts';
import { Exposition, type Format, type Page } from './exposition.ts';
import { addOwnFigures, type OwnFiguresOptions } from './own-figures.ts';
import { ProbeFigures } from './probe-figures.ts';
import { StateFigures } from './state-figures.ts';

export interface FiguresOptions extends OwnFiguresOptions {
  readonly clock: Clock;
  readonly startedMs: WallMs;
}

/** All that can be scraped. */
export class Figures {
  readonly #probes: ProbeFigures;
  readonly #states: StateFigures;
  readonly #exposition: Exposition;

  constructor(options: FiguresOptions) {
    const register = new Registry();
    this.#probes = new ProbeFigures(register, options.clock);
    this.#states = new StateFigures(register, options.startedMs);
    addOwnFigures(register, options);
    this.#exposition = new Exposition(register, options.clock);
  }

  take(event: MonitorEvent): void {
    this.#probes.take(event);
    this.#states.take(event);
  }

  page(format: Format): Promise<Page> {
    this.#probes.tidy();
    return this.#exposition.page(format);
  }
}
