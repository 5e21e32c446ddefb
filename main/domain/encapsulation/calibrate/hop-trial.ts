import type { HopCalibration, NotTestable, WayHome } from '../../model/encapsulation.ts';
import { type WallMs, wallMs } from '../../model/units.ts';
import type { Instant } from '../../outage/types.ts';
import { passes } from '../../trace/engine/refusals.ts';
import { packetBytes } from '../room.ts';
import type { Meaning } from '../sending/meaning.ts';
import { Tries } from '../sending/tries.ts';
import type { CalibrationPlan, PacketAnswer } from '../types.ts';
import { DistanceHome } from './distance-home.ts';
import {
  PING_EVERY_MS,
  PINGS,
  PINGS_SILENT,
  repeatAfterMs,
  STAGGER_MS,
  silentAfter,
  UNKNOWN_LOSS,
  wayFailsAfter,
} from './patience.ts';
import { type Variant, type Variants, variantsFor } from './variants.ts';

/** A packet that a hop's trial would like to send. */
export interface Wish {
  readonly variant: Variant;
  readonly large: boolean;
  readonly dueMono: number;
  /** Tries of the same before. */
  readonly made: number;
}

/** Packets that the first wave to a hop has. */
const FIRST_WAVE = 2;
/** Who cannot be sent so many times in a row never will be. */
const REFUSED_MOST = 5;

/** What is being found out of one hop. */
export class HopTrial {
  readonly place: number;
  readonly #plan: CalibrationPlan;
  readonly #variants: Variants;
  readonly #tries = new Map<Variant, Tries>();
  readonly #large = new Tries();
  readonly #pings = new Tries();
  readonly #all = new Tries();
  readonly #distance = new DistanceHome();
  readonly #ways = new Set<WayHome>();
  #unwraps = false;
  #refuses = false;
  #prohibited = false;
  #largeFits: boolean | null = null;
  #farther: string | null = null;
  #rttMs: number | null = null;
  /** By which it has shown that it decapsulates. */
  #proven: Variant | null = null;
  #testedMs: WallMs = wallMs(0);

  constructor(plan: CalibrationPlan, place: number) {
    this.place = place;
    this.#plan = plan;
    this.#variants = variantsFor(plan, place);
    if (plan.largeBytes <= this.#smallBytes) this.#largeFits = false;
  }

  /** Packets in IP-in-IP so far. */
  get made(): number {
    return this.#all.made;
  }

  /** Share of packets that get lost on the way to it and back, in (0, 1); null: nothing has ever come back. */
  get loss(): number | null {
    const answering = [...this.#tries.values(), this.#pings].filter(({ answered }) => answered > 0);
    if (answering.length === 0) return null;
    const answered = answering.reduce((sum, tries) => sum + tries.answered, 0);
    const lost = answering.reduce((sum, tries) => sum + tries.lost, 0);
    return (lost + 1) / (answered + lost + 2);
  }

  /** `elsewhere`: the share lost where that is known of other hops. Nothing more is sent once it is settled. */
  isSettled(elsewhere: number | null): boolean {
    if (this.#prohibited || (this.#refuses && !this.#unwraps)) return true;
    if (this.#unwraps) return this.#openQuestions(elsewhere).length === 0;
    if (this.#all.refused >= REFUSED_MOST) return true;
    const isSilent = this.#all.underWay === 0 && this.#all.lost >= this.#silentAfter(elsewhere);
    return isSilent && this.#pings.underWay === 0 && !this.#wantsPings();
  }

  /** What was tried least comes first; those that may be sent later come with that time. */
  wishes(elsewhere: number | null): readonly Wish[] {
    if (this.isSettled(elsewhere)) return [];
    if (this.#unwraps) {
      const wishes = this.#openQuestions(elsewhere).filter((wish) => wish !== null);
      return wishes.toSorted((a, b) => a.made - b.made);
    }
    if (this.#all.made >= this.#silentAfter(elsewhere)) return [];
    const variant = this.#nextInOrder();
    const wave = this.#all.made < FIRST_WAVE ? 0 : STAGGER_MS;
    return variant === null ? [] : [{ variant, large: false, dueMono: this.#all.lastMono + wave, made: 0 }];
  }

  /** Null: no more pings. */
  pingDueMono(elsewhere: number | null): number | null {
    if (this.isSettled(elsewhere) || !this.#wantsPings()) return null;
    return this.#pings.lastMono + PING_EVERY_MS;
  }

  notePingSent(nowMono: number): void {
    this.#pings.noteSent(nowMono);
  }

  notePingUnsent(code: string): void {
    this.#pings.noteUnsent(passes(code));
  }

  /** `rttMs` null: lost. */
  notePing(rttMs: number | null): void {
    if (rttMs === null) this.#pings.noteLost();
    else this.#pings.noteAnswered();
    this.#rttMs ??= rttMs;
  }

  notePingLate(): void {
    this.#pings.takeBackLost();
  }

  noteSent(variant: Variant, large: boolean, now: Instant): void {
    this.#all.noteSent(now.monoMs);
    this.#of(variant, large).noteSent(now.monoMs);
    this.#testedMs = now.wallMs;
  }

  noteUnsent(variant: Variant, large: boolean, code: string): void {
    this.#all.noteUnsent(passes(code));
    this.#of(variant, large).noteUnsent(passes(code));
    if (large && code === 'EMSGSIZE') this.#largeFits = false;
  }

  noteLost(variant: Variant, large: boolean): void {
    this.#all.noteLost();
    this.#of(variant, large).noteLost();
  }

  /** `late`: it had been noted as lost. */
  noteAnswered(
    variant: Variant,
    large: boolean,
    meaning: Meaning,
    answer: PacketAnswer,
    late: boolean,
  ): void {
    const unwrapped = meaning.type === 'home' || (meaning.type === 'unwrapped' && meaning.headers > 0);
    for (const tries of [this.#all, this.#of(variant, large)]) {
      if (late && unwrapped) tries.takeBackLost();
      if (!late && unwrapped) tries.noteAnswered();
      if (!late && !unwrapped) tries.noteLost();
    }
    if (meaning.type === 'prohibited') this.#prohibited = true;
    if (meaning.type === 'refused') this.#refuses = true;
    if (large && meaning.type === 'unwrapped' && meaning.tooBig) this.#largeFits = false;
    if (unwrapped) this.#noteUnwrapped(variant, large, meaning, answer);
  }

  /** Somebody forbids such packets, so that nothing more can be found out. */
  endProhibited(): void {
    this.#prohibited = true;
  }

  calibration(): HopCalibration {
    const { family, path } = this.#plan;
    return {
      address: path[this.place] ?? '',
      ...this.#verdict(),
      waysHome: [...this.#variants.ways.keys()].filter((way) => this.#ways.has(way)),
      ...(this.#farther === null ? {} : { farther: this.#farther }),
      largestBytes: this.#largestBytes(),
      ttlHome: family === 4 ? this.#distance.ttlHome : null,
      testedMs: this.#testedMs,
    };
  }

  get #smallBytes(): number {
    return packetBytes(this.#plan.family, 1, 'own');
  }

  #largestBytes(): number | null {
    if (!this.#unwraps) return null;
    return this.#largeFits === true ? this.#plan.largeBytes : this.#smallBytes;
  }

  #verdict(): { readonly decapsulates: HopCalibration['decapsulates']; readonly reason: NotTestable | null } {
    if (this.#unwraps) return { decapsulates: 'yes', reason: this.#ways.size > 0 ? null : 'no-way-home' };
    if (this.#refuses) return { decapsulates: 'no', reason: 'refuses' };
    if (this.#prohibited) return { decapsulates: 'untestable', reason: 'prohibited' };
    return { decapsulates: 'untestable', reason: this.#pings.answered > 0 ? 'swallows' : 'silent' };
  }

  #noteUnwrapped(variant: Variant, large: boolean, meaning: Meaning, answer: PacketAnswer): void {
    this.#unwraps = true;
    this.#proven ??= variant;
    this.#rttMs ??= answer.rttMs;
    this.#distance.note(variant, answer);
    if (large) this.#largeFits = true;
    if (meaning.type !== 'home' || variant.way === null) return;
    this.#ways.add(variant.way);
    if (variant.way === 'farther') this.#farther ??= this.#plan.path[variant.end ?? -1] ?? null;
  }

  #of(variant: Variant, large: boolean): Tries {
    if (large) return this.#large;
    const tries = this.#tries.get(variant) ?? new Tries();
    this.#tries.set(variant, tries);
    return tries;
  }

  #wantsPings(): boolean {
    const { made, answered, refused } = this.#pings;
    return made < (answered > 0 ? PINGS : PINGS_SILENT) && refused < REFUSED_MOST;
  }

  /** As much as is lost of what this hop answers, or else others. */
  #lossOr(elsewhere: number | null): number {
    return this.loss ?? elsewhere ?? UNKNOWN_LOSS;
  }

  #silentAfter(elsewhere: number | null): number {
    return silentAfter(this.#lossOr(elsewhere));
  }

  /** The place in the order that was tried least often compared with how often it stands there. */
  #nextInOrder(): Variant | null {
    const left = new Map([...this.#tries].map(([variant, { made }]) => [variant, made]));
    const { order } = this.#variants;
    for (let round = 0; round <= this.#all.made; round += 1) {
      for (const variant of order) {
        const made = left.get(variant) ?? 0;
        if (made === 0) return variant;
        left.set(variant, made - 1);
      }
    }
    return order[0] ?? null;
  }

  /** Of a hop that decapsulates; null in the place of a wish: its last try is still under way. */
  #openQuestions(elsewhere: number | null): readonly (Wish | null)[] {
    const waysAndSize = [...this.#openWays(elsewhere), ...this.#openSize(elsewhere)];
    if (waysAndSize.length > 0 || this.#plan.family === 6 || this.#distance.isTrusted) return waysAndSize;
    return this.#open(this.#variants.expiring.slice(0, 2), wayFailsAfter(this.#lossOr(elsewhere), true));
  }

  #openWays(elsewhere: number | null): readonly (Wish | null)[] {
    const loss = this.#lossOr(elsewhere);
    return [...this.#variants.ways].flatMap(([way, variants]) => {
      if (this.#ways.has(way)) return [];
      return this.#open(variants, Math.max(variants.length, wayFailsAfter(loss, this.#ways.size > 0)));
    });
  }

  #openSize(elsewhere: number | null): readonly (Wish | null)[] {
    if (this.#largeFits !== null || this.#proven === null) return [];
    if (this.#large.refused >= REFUSED_MOST) return [];
    // The first is to expire there: that tells the distance home as well, and is another hop for the rates.
    const { made, underWay, lastMono } = this.#large;
    const first = this.#variants.expiring[0];
    if (made > wayFailsAfter(this.#lossOr(elsewhere), true)) return underWay > 0 ? [null] : [];
    const variant = made === 0 && first !== undefined ? first : this.#proven;
    return [{ variant, large: true, dueMono: lastMono + repeatAfterMs(this.#rttMs), made }];
  }

  /** One of these variants answered would do; `most` tries in all, in turn. */
  #open(variants: readonly Variant[], most: number): readonly (Wish | null)[] {
    const tries = variants.map((variant) => ({ variant, tries: this.#of(variant, false) }));
    const able = tries.filter(({ tries: { refused } }) => refused < REFUSED_MOST);
    const made = tries.reduce((sum, each) => sum + each.tries.made, 0);
    const next = able.toSorted((a, b) => a.tries.made - b.tries.made)[0];
    if (made >= most || next === undefined) {
      return tries.some(({ tries: { underWay } }) => underWay > 0) ? [null] : [];
    }
    const lastMono = Math.max(...tries.map((each) => each.tries.lastMono));
    const dueMono = lastMono + repeatAfterMs(this.#rttMs);
    return [{ variant: next.variant, large: false, dueMono, made }];
  }
}
