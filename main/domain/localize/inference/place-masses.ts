import { DIRECTIONS, STEP_DIRECTION_PLACE, STEP_LOSS, type Successor } from './fault-steps.ts';
import { CLEAN, STATES } from './grid.ts';

/** Sums of probabilities over all hypotheses, relative to the likeliest of them. */
export class PlaceMasses {
  none = 0;
  total = 0;
  /** By link (from 0) and direction: this link loses. */
  readonly links: Float64Array;
  /** The same for the link that loses most, so that these add up to the mass of all faults. */
  readonly worst: Float64Array;
  /** What is lost at the worst link, as a state. */
  readonly steps = new Float64Array(STATES);
  /** By hop (from 0) and state: differences to the hop before. */
  readonly #changes: Float64Array;
  readonly #hops: number;

  constructor(hops: number) {
    this.#hops = hops;
    this.links = new Float64Array(hops * DIRECTIONS.length);
    this.worst = new Float64Array(hops * DIRECTIONS.length);
    this.#changes = new Float64Array(hops * STATES);
  }

  addNone(mass: number): void {
    this.none += mass;
    this.total += mass;
    this.#change(0, CLEAN, mass);
  }

  addOne(link: number, state: number, mass: number): void {
    this.total += mass;
    this.#change(0, CLEAN, mass);
    this.#change(link, CLEAN, -mass);
    this.#change(link, state, mass);
    this.links[this.#at(link, state)] = (this.links[this.#at(link, state)] ?? 0) + mass;
    this.#addWorst(link, state, mass);
  }

  addTwo(first: number, state: number, second: number, next: Successor, mass: number): void {
    this.total += mass;
    this.#change(0, CLEAN, mass);
    this.#change(first, CLEAN, -mass);
    this.#change(first, state, mass);
    this.#change(second, state, -mass);
    this.#change(second, next.state, mass);
    for (const place of [this.#at(first, state), this.#at(second, next.step)]) {
      this.links[place] = (this.links[place] ?? 0) + mass;
    }
    const isFirst = (STEP_LOSS[state] ?? 0) >= (STEP_LOSS[next.step] ?? 0);
    if (isFirst) this.#addWorst(first, state, mass);
    else this.#addWorst(second, next.step, mass);
  }

  /** Probabilities of the states at each hop. */
  statesByHop(): readonly Float64Array[] {
    const running = new Float64Array(STATES);
    return Array.from({ length: this.#hops }, (_, hop) => {
      for (let state = 0; state < STATES; state += 1) {
        running[state] = (running[state] ?? 0) + (this.#changes[hop * STATES + state] ?? 0);
      }
      return running.map((mass) => Math.max(0, mass / this.total));
    });
  }

  #at(link: number, step: number): number {
    return link * DIRECTIONS.length + (STEP_DIRECTION_PLACE[step] ?? 0);
  }

  #addWorst(link: number, step: number, mass: number): void {
    const place = this.#at(link, step);
    this.worst[place] = (this.worst[place] ?? 0) + mass;
    this.steps[step] = (this.steps[step] ?? 0) + mass;
  }

  #change(hop: number, state: number, mass: number): void {
    const place = hop * STATES + state;
    this.#changes[place] = (this.#changes[place] ?? 0) + mass;
  }
}
