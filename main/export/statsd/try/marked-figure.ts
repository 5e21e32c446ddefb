import type { MetricsConfig } from '../../../domain/model/metrics-config.ts';
import type { WallMs } from '../../../domain/model/units.ts';
import { testName } from '../names/faultline.ts';

/** A gauge that shows by its value which test it is of: the time at which that began, in milliseconds. */
export interface MarkedFigure {
  readonly name: string;
  readonly value: number;
  readonly line: Buffer;
}

export function markedFigure({ statsd }: MetricsConfig, machine: string, now: WallMs): MarkedFigure {
  const name = statsd.prefix + testName(machine);
  return { name, value: now, line: Buffer.from(`${name}:${now}|g\n`) };
}
