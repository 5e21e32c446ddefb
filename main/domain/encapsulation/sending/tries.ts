/** Tries of one thing: each that has left is under way, answered or lost. */
export class Tries {
  #underWay = 0;
  #answered = 0;
  #lost = 0;
  #refused = 0;
  #lastMono = Number.NEGATIVE_INFINITY;

  get answered(): number {
    return this.#answered;
  }

  get lost(): number {
    return this.#lost;
  }

  get underWay(): number {
    return this.#underWay;
  }

  /** How many were made, whatever has become of them. */
  get made(): number {
    return this.#underWay + this.#answered + this.#lost;
  }

  /** Times in a row that it could not be sent, for a reason that stays. */
  get refused(): number {
    return this.#refused;
  }

  get lastMono(): number {
    return this.#lastMono;
  }

  noteSent(nowMono: number): void {
    this.#underWay += 1;
    this.#lastMono = nowMono;
  }

  /** `passing`: the reason is, so that the same may leave a moment later. */
  noteUnsent(passing: boolean): void {
    this.#underWay -= 1;
    if (!passing) this.#refused += 1;
  }

  noteAnswered(): void {
    this.#underWay -= 1;
    this.#refused = 0;
    this.#answered += 1;
  }

  noteLost(): void {
    this.#underWay -= 1;
    this.#refused = 0;
    this.#lost += 1;
  }

  /** One that was lost has been answered after all. */
  takeBackLost(): void {
    this.#lost -= 1;
    this.#answered += 1;
  }
}
