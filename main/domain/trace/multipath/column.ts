import type { Tally } from '../reading/tally.ts';
import { flowsNeeded } from './stopping-rule.ts';

/** Tries for one flow at a distance where nobody answers, and at one where somebody does. */
const TRIES_WHERE_SILENT = 2;
const TRIES_WHERE_HEARD = 4;
/** Flows that say the same before it holds for a whole distance: as many as exclude a second next hop. */
const ENOUGH_FLOWS = flowsNeeded(1);
/** A member of a diamond that never answers is believed when plain loss explains its silence no better than this. */
const CHANCE_OF_LOSS = 0.01;

/** Stands for whoever does not answer at a distance; no address looks like it. */
export const SILENT = '*';
/** Stands for all of a distance together, where a flow does not tell which of its nodes it meets. */
export const ANYONE = '~';

interface Cell {
  tries: number;
  /** Sent or about to be sent, and not given up. */
  pending: boolean;
  address: string | null;
  /** The path of the flow ends here. */
  terminal: boolean;
}

/** One distance: which flow met whom. */
export class Column {
  readonly ttl: number;
  readonly #cells = new Map<number, Cell>();
  readonly #nodes = new Set<string>();
  /** Those of them through which some flow goes on. */
  readonly #passed = new Set<string>();
  /** Cells that wait for an answer. */
  #pending = 0;
  /** Tries that were lost for flows that did answer, and those that did not get lost. */
  #lostTries = 0;
  #answered = 0;
  /** Packets of one flow meet several nodes: load is spread by packet. */
  perPacket = false;

  constructor(ttl: number) {
    this.ttl = ttl;
  }

  get nodes(): ReadonlySet<string> {
    return this.#nodes;
  }

  /** Flows that were sent here. */
  get size(): number {
    return this.#cells.size;
  }

  get pending(): number {
    return this.#pending;
  }

  flows(): IterableIterator<number> {
    return this.#cells.keys();
  }

  has(flow: number): boolean {
    return this.#cells.has(flow);
  }

  addressOf(flow: number): string | null {
    return this.#cells.get(flow)?.address ?? null;
  }

  /** What became of a flow's packets to that distance; null: none was sent. */
  tally(flow: number): Tally | null {
    const cell = this.#cells.get(flow);
    if (cell === undefined) return null;
    const known = cell.tries - (cell.pending ? 1 : 0);
    return { known, lost: cell.address === null ? known : known - 1 };
  }

  endsHere(flow: number): boolean {
    return this.#cells.get(flow)?.terminal ?? false;
  }

  /** A probe of that flow is on its way, or about to be. */
  expect(flow: number): void {
    const cell = this.#cells.get(flow) ?? { tries: 0, pending: false, address: null, terminal: false };
    if (!cell.pending) this.#pending += 1;
    cell.pending = true;
    cell.tries += 1;
    this.#cells.set(flow, cell);
  }

  /** Whether that is the first time somebody of this address is met here. */
  meet(flow: number, address: string, terminal: boolean): boolean {
    const cell = this.#cells.get(flow);
    if (cell === undefined) return false;
    this.#settle(cell);
    if (cell.address === null) {
      cell.address = address;
      cell.terminal = terminal;
      if (!terminal) this.#passed.add(address);
      this.#answered += 1;
      this.#lostTries += cell.tries - 1;
    }
    const isNew = !this.#nodes.has(address);
    this.#nodes.add(address);
    return isNew;
  }

  /** A repeated packet of a flow came back from somebody. */
  note(address: string): void {
    this.#nodes.add(address);
  }

  giveUp(flow: number): void {
    const cell = this.#cells.get(flow);
    if (cell !== undefined) this.#settle(cell);
  }

  /** Flows that did not answer yet and may be tried again. */
  retries(): number[] {
    if (this.#answered + this.#pending === this.#cells.size) return [];
    const limit = this.#nodes.size > 0 ? TRIES_WHERE_HEARD : TRIES_WHERE_SILENT;
    const again: number[] = [];
    for (const [flow, cell] of this.#cells) {
      if (!cell.pending && cell.address === null && cell.tries < limit) again.push(flow);
    }
    return again;
  }

  /** All paths end here: enough flows were met, and none goes on. */
  get isEnd(): boolean {
    return this.#passed.size === 0 && this.#answered >= ENOUGH_FLOWS;
  }

  /** Nobody answers here, and enough flows were tried. */
  isSilent(): boolean {
    return this.#nodes.size === 0 && this.#silentFlows() >= ENOUGH_FLOWS;
  }

  /** Whom a flow met, SILENT included; null: not known (yet). */
  seen(flow: number): string | null {
    const cell = this.#cells.get(flow);
    if (cell === undefined) return null;
    if (cell.address !== null) return cell.address;
    if (!this.#gaveUp(cell)) return null;
    return this.#nodes.size === 0 || this.#hasSilentMember() ? SILENT : null;
  }

  /** A flow that was tried in vain, and nobody can say whom it met. */
  isLost(flow: number): boolean {
    const cell = this.#cells.get(flow);
    return cell !== undefined && cell.address === null && this.#gaveUp(cell) && this.seen(flow) === null;
  }

  /** Whether flows need not be asked here: it does not tell them apart. */
  get indistinct(): boolean {
    return this.perPacket || this.isSilent();
  }

  /** Whose next hops the flow tells of; null: not known, or its path ended. */
  source(flow: number): string | null {
    if (this.endsHere(flow)) return null;
    if (this.indistinct) return ANYONE;
    const seen = this.seen(flow);
    if (seen !== null) return seen;
    // An answer that got lost where only one node is: there is nobody else whom the flow could have met.
    const [only] = this.#nodes;
    return this.#nodes.size === 1 && only !== undefined && this.#passed.has(only) && this.isLost(flow)
      ? only
      : null;
  }

  #settle(cell: Cell): void {
    if (cell.pending) this.#pending -= 1;
    cell.pending = false;
  }

  #gaveUp(cell: Cell): boolean {
    const limit = this.#nodes.size > 0 ? TRIES_WHERE_HEARD : TRIES_WHERE_SILENT;
    return !cell.pending && cell.tries >= limit;
  }

  #silentFlows(): number {
    let count = 0;
    for (const cell of this.#cells.values()) if (cell.address === null && this.#gaveUp(cell)) count += 1;
    return count;
  }

  /** One flow without an answer may be chance; two that stay without while the others always have theirs are not. */
  #hasSilentMember(): boolean {
    const silent = this.#silentFlows();
    if (silent < 2) return false;
    const loss = (this.#lostTries + 1) / (this.#answered + this.#lostTries + 2);
    return this.#cells.size * loss ** TRIES_WHERE_HEARD < CHANCE_OF_LOSS;
  }
}
