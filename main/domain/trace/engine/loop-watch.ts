export interface RoutingLoop {
  /** Where the third turn was seen. */
  readonly ttl: number;
  readonly address: string;
  /** Hops of one turn. */
  readonly length: number;
}

/**
 * A routing loop: one address answers at three distances, equally far apart, with others in between. The same
 * address at neighbouring distances is no loop: translators put their own address on the answers of all routers
 * behind them. Memory is bounded by the number of TTLs.
 */
export class LoopWatch {
  readonly #addressAt = new Map<number, string>();
  #found: RoutingLoop | null = null;

  get found(): RoutingLoop | null {
    return this.#found;
  }

  note(ttl: number, address: string): void {
    if (this.#found !== null || this.#addressAt.get(ttl) === address) return;
    this.#addressAt.set(ttl, address);
    const ttls = [...this.#addressAt.entries()]
      .filter(([, other]) => other === address)
      .map(([at]) => at)
      .toSorted((a, b) => a - b);
    for (const [index, first] of ttls.entries()) {
      for (const second of ttls.slice(index + 1)) {
        const length = second - first;
        if (ttls.includes(second + length) && this.#othersBetween(first, second, address)) {
          this.#found = { ttl: second + length, address, length };
          return;
        }
      }
    }
  }

  #othersBetween(first: number, second: number, address: string): boolean {
    for (let ttl = first + 1; ttl < second; ttl += 1) {
      const other = this.#addressAt.get(ttl);
      if (other !== undefined && other !== address) return true;
    }
    return false;
  }
}
