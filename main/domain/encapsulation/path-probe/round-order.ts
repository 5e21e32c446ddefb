/**
 * The places of one round in random order, each once. Those that may be sent only later wait, so that the order is
 * random among those that may be sent now.
 */
export class RoundOrder {
  readonly #random: () => number;
  #left: number[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  get left(): readonly number[] {
    return this.#left;
  }

  begin(places: readonly number[]): void {
    this.#left.push(...places);
  }

  /** One of those that may be sent; null: none. */
  take(mayBeSent: (place: number) => boolean): number | null {
    const able = this.#left.filter(mayBeSent);
    const index = Math.min(able.length - 1, Math.floor(this.#random() * able.length));
    const place = able[index];
    if (place === undefined) return null;
    this.#left.splice(this.#left.indexOf(place), 1);
    return place;
  }

  /** It could not be sent: once more, be it in the next round. */
  putBack(place: number): void {
    this.#left.push(place);
  }

  /** Nothing is sent to that place and those behind it any more. */
  cutAt(place: number): void {
    this.#left = this.#left.filter((one) => one < place);
  }
}
