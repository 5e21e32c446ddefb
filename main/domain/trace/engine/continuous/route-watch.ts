import type { WallMs } from '../../../model/units.ts';
import { NODES_KEPT } from '../figures.ts';

/** Answers from a new address, with none from the known ones between, that make a change. */
const CONFIRMING = 5;
/** Of the answers since then, the new address has at least this share, unless there are ... */
const MAIN_SHARE = 0.5;
/** ... so many of them: then many routers have taken the place. */
const MANY = 40;
/** Losses in a row are silence when this unlikely by the hop's usual loss, and so many at least. */
const SILENCE_CHANCE = 1e-6;
const SILENCE_LEAST = 8;
/** A silent hop answers again when this many of so many probes are answered. */
const BACK_ANSWERS = 3;
const BACK_PROBES = 5;

/** What answers at a hop has become another; null: silent. `atMs`: when the first sign of it was sent. */
export interface NodeChange {
  readonly atMs: WallMs;
  readonly from: string | null;
  readonly to: string | null;
}

interface Candidate {
  count: number;
  readonly sinceMs: WallMs;
}

/**
 * Tells a lasting change of the router at one distance from an odd answer, a lossy or rate-limited hop, and from
 * several routers that share the packets: whoever answers in between those that are known belongs to them.
 * Memory is bounded.
 */
export class RouteWatch {
  #known = new Set<string>();
  #main: string | null = null;
  #state: 'new' | 'answers' | 'silent' = 'new';
  #strangers = new Map<string, Candidate>();
  #strangeAnswers = 0;
  #lostRun = 0;
  #lostSinceMs: WallMs | null = null;
  /** Of a silent hop: the latest fates, null for a loss. */
  #latest: { readonly address: string | null; readonly atMs: WallMs }[] = [];

  /** Losses since the last answer. */
  get lostRun(): number {
    return this.#lostRun;
  }

  get hasAnswered(): boolean {
    return this.#main !== null;
  }

  get isSilent(): boolean {
    return this.#state === 'silent';
  }

  answered(address: string, sentMs: WallMs): NodeChange | null {
    this.#lostRun = 0;
    if (this.#state === 'new') {
      this.#settle(address);
      return null;
    }
    return this.#state === 'answers' ? this.#compare(address, sentMs) : this.#listen(address, sentMs);
  }

  /** `usualLoss` in (0, 1): the share of losses before this run of them. */
  lost(sentMs: WallMs, usualLoss: number): NodeChange | null {
    if (this.#lostRun === 0) this.#lostSinceMs = sentMs;
    this.#lostRun += 1;
    if (this.#state === 'new' && this.#lostRun >= SILENCE_LEAST) this.#state = 'silent';
    if (this.#state !== 'answers') {
      this.#remember(null, sentMs);
      return null;
    }
    const needed = Math.max(SILENCE_LEAST, Math.log(SILENCE_CHANCE) / Math.log(usualLoss));
    if (this.#lostRun < needed) return null;
    this.#state = 'silent';
    return { atMs: this.#lostSinceMs ?? sentMs, from: this.#main, to: null };
  }

  #compare(address: string, sentMs: WallMs): NodeChange | null {
    if (this.#known.has(address)) {
      for (const stranger of this.#strangers.keys()) this.#join(stranger);
      this.#forgetStrangers();
      return null;
    }
    const candidate = this.#strangers.get(address) ?? { count: 0, sinceMs: sentMs };
    candidate.count += 1;
    if (this.#strangers.size < NODES_KEPT) this.#strangers.set(address, candidate);
    this.#strangeAnswers += 1;
    const isMain = candidate.count >= MAIN_SHARE * this.#strangeAnswers || this.#strangeAnswers >= MANY;
    if (candidate.count < CONFIRMING || !isMain) return null;
    const from = this.#main;
    const atMs = [...this.#strangers.values()][0]?.sinceMs ?? sentMs;
    const all = [...this.#strangers.keys()];
    this.#settle(address);
    for (const other of all) this.#join(other);
    return { atMs, from, to: address };
  }

  /** Of a silent hop, or one that never answered. */
  #listen(address: string, sentMs: WallMs): NodeChange | null {
    this.#remember(address, sentMs);
    const answers = this.#latest.filter((fate) => fate.address !== null);
    if (answers.length < BACK_ANSWERS) return null;
    this.#settle(address);
    for (const answer of answers) if (answer.address !== null) this.#join(answer.address);
    return { atMs: answers[0]?.atMs ?? sentMs, from: null, to: address };
  }

  #settle(address: string): void {
    this.#state = 'answers';
    this.#main = address;
    this.#known = new Set([address]);
    this.#latest = [];
    this.#forgetStrangers();
  }

  #forgetStrangers(): void {
    this.#strangers = new Map();
    this.#strangeAnswers = 0;
  }

  #join(address: string): void {
    if (this.#known.size < NODES_KEPT) this.#known.add(address);
  }

  #remember(address: string | null, atMs: WallMs): void {
    this.#latest.push({ address, atMs });
    if (this.#latest.length > BACK_PROBES) this.#latest.shift();
  }
}
