/** A binary heap of callbacks by time; equal times in the order of their scheduling. */
export class EventQueue {
  private readonly times: number[] = [];
  private readonly orders: number[] = [];
  private readonly actions: (() => void)[] = [];
  private order = 0;

  push(atMs: number, action: () => void): void {
    let hole = this.times.length;
    const order = this.order++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if ((this.times[parent] ?? 0) <= atMs) break;
      this.move(parent, hole);
      hole = parent;
    }
    this.put(hole, atMs, order, action);
  }

  get nextMs(): number {
    return this.times[0] ?? Number.POSITIVE_INFINITY;
  }

  pop(): (() => void) | null {
    const first = this.actions[0];
    if (first === undefined) return null;
    const time = this.times.pop() ?? 0;
    const order = this.orders.pop() ?? 0;
    const action = this.actions.pop() ?? first;
    const size = this.times.length;
    if (size === 0) return first;
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && this.isBefore(child + 1, child)) child += 1;
      if ((this.times[child] ?? 0) > time || this.isLater(child, time, order)) break;
      this.move(child, hole);
      hole = child;
    }
    this.put(hole, time, order, action);
    return first;
  }

  clear(): void {
    this.times.length = 0;
    this.orders.length = 0;
    this.actions.length = 0;
  }

  private isLater(index: number, time: number, order: number): boolean {
    return this.times[index] === time && (this.orders[index] ?? 0) > order;
  }

  private isBefore(a: number, b: number): boolean {
    const early = this.times[a] ?? 0;
    const late = this.times[b] ?? 0;
    return early < late || (early === late && (this.orders[a] ?? 0) < (this.orders[b] ?? 0));
  }

  private move(from: number, to: number): void {
    this.put(to, this.times[from] ?? 0, this.orders[from] ?? 0, this.actions[from] ?? (() => undefined));
  }

  private put(at: number, time: number, order: number, action: () => void): void {
    this.times[at] = time;
    this.orders[at] = order;
    this.actions[at] = action;
  }
}
