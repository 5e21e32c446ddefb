import type { ExporterTest } from '../../../domain/model/metrics-state.ts';
import type { Address } from '../transport/addresses.ts';
import type { Target } from '../transport/types.ts';
import type { AdminAnswer } from './admin-port.ts';
import type { MarkedFigure } from './marked-figure.ts';

export interface Trial {
  readonly target: Target;
  readonly figure: MarkedFigure;
  readonly askAdmin: (address: string, figure: MarkedFigure) => Promise<AdminAnswer>;
}

export type Finding = Omit<ExporterTest, 'name'>;

/** How a protocol tries one address. `failed` lets the next one be tried. */
export type TryAddress = (trial: Trial, address: Address) => Promise<Finding>;
