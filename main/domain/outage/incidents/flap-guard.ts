import type { IncidentClass } from '../../model/incident.ts';
import type { DetectorConfig } from '../types.ts';

interface Past {
  readonly clearedMono: number;
  readonly repetitions: number;
}

/** How long an incident stays open after its cause ended: nothing at first, longer the more often it came back. */
export class FlapGuard {
  private readonly config: DetectorConfig;
  private readonly past = new Map<IncidentClass, Past>();
  private readonly current = new Map<IncidentClass, number>();

  constructor(config: DetectorConfig) {
    this.config = config;
  }

  raised(name: IncidentClass, nowMono: number): void {
    const past = this.past.get(name);
    const isBack = past !== undefined && nowMono - past.clearedMono <= this.config.flapMs;
    this.current.set(name, isBack ? past.repetitions + 1 : 0);
  }

  holdMs(name: IncidentClass): number {
    const repetitions = this.current.get(name) ?? 0;
    if (repetitions === 0) return 0;
    return this.config.flapHoldsMs[repetitions - 1] ?? this.config.flapHoldsMs.at(-1) ?? 0;
  }

  cleared(name: IncidentClass, nowMono: number): void {
    this.past.set(name, { clearedMono: nowMono, repetitions: this.current.get(name) ?? 0 });
  }
}
