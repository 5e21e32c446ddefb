import { LineState } from './line-state.ts';
import type { LineFigures } from './lines.ts';

const WORD = 2 ** 32;
const GOLDEN = 0x9e3779b9;

/** The end of MurmurHash3: every bit of the figure counts for every bit of the result. */
export function mix(figure: number): number {
  let mixed = Math.imul(figure ^ (figure >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The draw of the probe of a slot, uniform over 32 bits. */
export const slotDraw = (slot: number, seed: number): number => mix((Math.imul(slot, GOLDEN) + seed) | 0);

/** The draw of a probe outside the slots (of a burst), known by its anchor's place and its time. */
export function timeDraw(place: number, atMs: number, seed: number): number {
  const tenths = Math.round(atMs * 10);
  return mix(mix(tenths | 0) + mix(Math.floor(tenths / WORD) ^ Math.imul(place + 1, GOLDEN)) + mix(~seed));
}

/**
 * A line whose packets can be looked at in any order: the fate of each follows from its own draw and from the state
 * of the line when it is sent, so that who looks ahead and who plays the line see the same packets.
 */
export class HashedLine {
  readonly state: LineState;
  private readonly figures: LineFigures;

  constructor(figures: LineFigures, seed: number) {
    this.figures = figures;
    this.state = new LineState(figures, seed);
  }

  /** Round trip of a probe with this draw, or null, as the line is now. */
  fate(draw: number): number | null {
    if (this.state.isCut) return null;
    const lostBelow = this.lostBelow;
    if (draw < lostBelow) return null;
    const first = (draw - lostBelow) / (WORD - lostBelow);
    const second = mix(draw + GOLDEN) / WORD;
    const { roundTrips } = this.figures;
    if (roundTrips.type === 'floored') {
      const { floorMs, jitterMs, badExtraMs } = roundTrips;
      const extraMs = this.state.isBad ? exponential(second, badExtraMs) : 0;
      return floorMs + exponential(first, jitterMs) + extraMs;
    }
    const normal = Math.sqrt(-2 * Math.log(1 - first)) * Math.cos(2 * Math.PI * second);
    return roundTrips.medianMs * Math.exp(this.state.level + roundTrips.sigma * normal);
  }

  /** Draws below this are losses, as the line is now. */
  get lostBelow(): number {
    const { loss, bursts } = this.figures;
    return this.state.isCut ? WORD : WORD * (this.state.isBad ? (bursts?.loss ?? 0) : loss);
  }

  /** Draws from `lostBelow` up to this one are surely answered within `withinMs`, as the line is now. */
  promptBelow(withinMs: number): number {
    const { lostBelow } = this;
    const { roundTrips } = this.figures;
    // Two draws make the round trip of the bad state: one alone does not tell.
    if (this.state.isBad) return lostBelow;
    const tail = roundTrips.type === 'floored' ? flooredTail(roundTrips, withinMs) : 0;
    const share =
      roundTrips.type === 'floored' ? tail : logNormalTail(roundTrips, this.state.level, withinMs);
    return lostBelow + share * (WORD - lostBelow);
  }
}

const exponential = (draw: number, mean: number): number => -mean * Math.log(1 - draw);

function flooredTail({ floorMs, jitterMs }: { floorMs: number; jitterMs: number }, withinMs: number): number {
  return withinMs < floorMs ? 0 : 1 - Math.exp(-(withinMs - floorMs) / jitterMs);
}

/** The first draw bounds the distance from the median, whatever the second one makes of it. */
function logNormalTail(
  { medianMs, sigma }: { medianMs: number; sigma: number },
  level: number,
  withinMs: number,
): number {
  const most = (Math.log(withinMs / medianMs) - level) / sigma;
  return most <= 0 ? 0 : 1 - Math.exp(-(most * most) / 2);
}
