import type { Kind } from '../../../main/domain/model/kind.ts';
import type { Outcome } from '../../../main/domain/model/sample.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { createDetector } from '../../../main/domain/outage/detector.ts';
import type {
  Detector,
  DetectorInput,
  DetectorOutput,
  Instant,
  KindAnchor,
} from '../../../main/domain/outage/types.ts';

const WALL_START_MS = 1_767_225_600_000;

type WithoutTime<Input> = Input extends DetectorInput ? Omit<Input, 'at'> : never;

/** A detector fed by hand: probes every second and ticks, with chosen outcomes, and anything in between. */
export class Feed {
  readonly detector: Detector;
  readonly outputs: DetectorOutput[] = [];
  private readonly anchors: readonly KindAnchor[];
  private mono = 1000;
  private id = 0;

  constructor(anchors: readonly KindAnchor[]) {
    this.anchors = anchors;
    this.detector = createDetector({ anchors, intervalMs: 1000 });
  }

  get now(): Instant {
    return { monoMs: monoMs(this.mono), wallMs: wallMs(WALL_START_MS + this.mono) };
  }

  give(input: WithoutTime<DetectorInput>): readonly DetectorOutput[] {
    const outputs = this.detector.step({ ...input, at: this.now });
    this.outputs.push(...outputs);
    return outputs;
  }

  /** So many seconds in which each anchor is probed once and meets the outcome of its kind (or null: nothing). */
  seconds(count: number, fate: (kind: Kind) => Outcome | null): void {
    for (let second = 0; second < count; second += 1) {
      for (const { kind, anchor } of this.anchors) {
        const id = this.send(kind, anchor);
        const outcome = fate(kind);
        if (outcome !== null)
          this.give({ type: 'result', id, outcome, rttMs: outcome === 'reply' ? 8 : null });
      }
      for (let tick = 0; tick < 4; tick += 1) {
        this.mono += 250;
        this.give({ type: 'tick' });
      }
    }
  }

  send(kind: Kind, anchor: string): number {
    this.id += 1;
    this.give({ type: 'sent', id: this.id, kind, anchor });
    return this.id;
  }

  wait(forMs: number): void {
    this.mono += forMs;
  }

  get incidents(): readonly Extract<DetectorOutput, { type: 'incident' }>[] {
    return this.outputs.flatMap((output) => (output.type === 'incident' ? [output] : []));
  }

  /** `total raised`, `total cleared recovered`, ... in order. */
  get story(): readonly string[] {
    return this.incidents.map(({ phase, incident }) =>
      [incident.class, phase, ...(incident.end === null ? [] : [incident.end])].join(' '),
    );
  }
}
