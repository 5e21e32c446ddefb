import type { MonitorEvent } from '../domain/model/monitor-event.ts';

/** Several minutes of many anchors; an exporter that takes longer to begin has missed the oldest. */
const MOST = 20_000;

/** What is told while an exporter is about to run. */
export class HeldEvents {
  readonly #first: readonly MonitorEvent[];
  readonly #events: MonitorEvent[] = [];

  /** `first` is kept whatever comes after it. */
  constructor(first: readonly MonitorEvent[]) {
    this.#first = first;
  }

  add(event: MonitorEvent): void {
    this.#events.push(event);
    if (this.#events.length > MOST) this.#events.shift();
  }

  get all(): readonly MonitorEvent[] {
    return [...this.#first, ...this.#events];
  }
}
