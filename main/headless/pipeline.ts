import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import type { Detector, DetectorInput, DetectorOutput } from '../domain/outage/types.ts';
import type { Monitor, MonitorFact } from '../monitor/types.ts';
import { detectorInput, eventOf } from './translate.ts';

/** What a previous run left: open incidents, when it was last alive, which kinds had worked where. */
export type Left = Omit<Extract<DetectorInput, { type: 'adopt' }>, 'type' | 'at'>;

/** What the detector asks of the monitor. */
export type Asked = Pick<Monitor, 'burst' | 'checkPortal'>;

export type Listener = (event: MonitorEvent) => void;

/** Feeds facts to the detector, and its decisions to the monitor and the listeners. */
export class Pipeline {
  readonly #listeners = new Set<Listener>();
  readonly #detector: Detector;
  #monitor: Asked | null = null;
  /** Facts wait here until `open`: somebody must listen, and what a previous run left open comes first. */
  #waiting: MonitorFact[] | null = [];

  constructor(detector: Detector) {
    this.#detector = detector;
  }

  readonly take = (fact: MonitorFact): void => {
    if (this.#waiting !== null) this.#waiting.push(fact);
    else this.#process(fact);
  };

  readonly emit = (event: MonitorEvent): void => {
    for (const listener of this.#listeners) listener(event);
  };

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Lets the facts flow, after what a previous run left. */
  open(monitor: Asked, left: Left): void {
    this.#monitor = monitor;
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    const first = waiting[0];
    if (first !== undefined) this.#decide(this.#detector.step({ type: 'adopt', at: first.at, ...left }));
    for (const fact of waiting) this.#process(fact);
  }

  #process(fact: MonitorFact): void {
    const event = eventOf(fact);
    if (event !== null) this.emit(event);
    const input = detectorInput(fact);
    if (input !== null) this.#decide(this.#detector.step(input));
  }

  #decide(outputs: readonly DetectorOutput[]): void {
    for (const output of outputs) {
      if (output.type === 'burst') this.#monitor?.burst(output.kinds, output.untilMonoMs);
      else if (output.type === 'portal-check') this.#monitor?.checkPortal();
      else if (output.type === 'incident') this.emit(output);
      else {
        const { at, ...rest } = output;
        this.emit({ ...rest, atMs: at.wallMs });
      }
    }
  }
}
