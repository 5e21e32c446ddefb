import { isKind, type Kind } from '../../model/kind.ts';
import type { Availability, DetectorConfig } from '../types.ts';
import { LatencyBaselines } from './latency-baselines.ts';
import { LossBaseline } from './loss-baseline.ts';

/** Networks remembered; the one not used for longest is forgotten first. */
const REMEMBERED = 64;

/** What is usual on one network. */
export interface NetworkRecord {
  readonly id: string;
  readonly worked: Set<Kind>;
  readonly loss: LossBaseline;
  readonly latency: LatencyBaselines;
}

/** What was learned of each network, so that coming back to one needs no new learning. */
export class NetworkMemory {
  private readonly records = new Map<string, NetworkRecord>();
  private readonly config: DetectorConfig;

  constructor(config: DetectorConfig) {
    this.config = config;
  }

  /** The record of this network, made if new, now the most recently used one. */
  use(id: string): NetworkRecord {
    const record = this.records.get(id) ?? {
      id,
      worked: new Set<Kind>(),
      loss: new LossBaseline(this.config),
      latency: new LatencyBaselines(),
    };
    this.records.delete(id);
    this.records.set(id, record);
    for (const oldest of this.records.keys()) {
      if (this.records.size <= REMEMBERED) break;
      this.records.delete(oldest);
    }
    return record;
  }

  adopt(availability: readonly Availability[]): void {
    for (const { network, kinds } of [...availability].reverse()) {
      const { worked } = this.use(network);
      for (const kind of kinds) if (isKind(kind)) worked.add(kind);
    }
  }

  export(): readonly Availability[] {
    return [...this.records.values()]
      .filter((record) => record.worked.size > 0)
      .map((record) => ({ network: record.id, kinds: [...record.worked] }))
      .reverse();
  }
}
