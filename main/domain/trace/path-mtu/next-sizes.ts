import { LOST_TO_CONFIRM, LOST_TO_DOUBT, type SizeEvidence } from './size-evidence.ts';

/** What an Ethernet carries: nothing larger is sent. */
export const LARGEST = 1500;

/**
 * Sizes that links are known for: PPPoE, IPv6 in IPv4, GRE, tunnels of various wrappings, WireGuard, the IPv6
 * minimum, and what RFC 1191 (table 7-1) lists. A limit is mostly one of them.
 */
const PLATEAUS = [1492, 1480, 1476, 1468, 1452, 1440, 1420, 1400, 1380, 1280, 1006, 576];
/** So many sizes are tried at once where no limit is known. */
const PARTS = 6;

/** How many packets of which size are to be sent next, or what has been found. */
export type NextSizes =
  | { readonly type: 'send'; readonly copies: ReadonlyMap<number, number> }
  /** `high` null: even the largest came through. */
  | { readonly type: 'found'; readonly low: number; readonly high: number | null }
  /** Not even the smallest came through. */
  | { readonly type: 'untestable' };

const send = (...pairs: readonly (readonly [size: number, copies: number])[]): NextSizes => ({
  type: 'send',
  copies: new Map(pairs),
});

/** The largest and the smallest first: if only the latter comes through, that is no silence of the destination. */
function ends(evidence: SizeEvidence, smallest: number): NextSizes {
  const [floor, top] = [evidence.get(smallest), evidence.get(LARGEST)];
  if (floor === undefined || top === undefined) return send([LARGEST, 1], [smallest, 1]);
  if (floor.lost >= LOST_TO_CONFIRM || floor.told !== null) return { type: 'untestable' };
  return send([smallest, LOST_TO_DOUBT]);
}

/** Sizes between, the likeliest first: what routers claim, with the next larger one to see if it is true. */
function between(evidence: SizeEvidence, low: number, high: number): number[] {
  const inside = (size: number): boolean => size > low && size < high;
  const claimed = [...new Set(evidence.claims())].filter((mtu) => mtu >= low && mtu < high);
  if (claimed.length > 0) {
    const pairs = claimed
      .slice(0, PARTS)
      .flatMap((mtu) => [mtu, mtu + 1])
      .filter(inside);
    if (pairs.length > 0) return [...new Set(pairs)];
  }
  const plateaus = PLATEAUS.filter((size) => inside(size) || inside(size + 1));
  if (plateaus.length > 0 && high - low > PARTS) {
    const untried = plateaus.filter((size) => inside(size) && evidence.get(size) === undefined);
    if (untried.length > 0) return untried;
  }
  const step = (high - low) / (PARTS + 1);
  const even = Array.from({ length: PARTS }, (_, index) => Math.round(low + step * (index + 1)));
  return [...new Set(even)].filter(inside);
}

/** Two copies of each size that has not been decided, so that plain loss does not pass for a limit. */
function narrow(evidence: SizeEvidence, low: number, high: number): NextSizes {
  const sizes = between(evidence, low, high);
  const missing = sizes.map((size): readonly [number, number] => [
    size,
    Math.max(1, LOST_TO_DOUBT - (evidence.get(size)?.lost ?? 0)),
  ]);
  return send(...missing);
}

/**
 * What to try next, from all that is known. Each step is decided by packets that came through or did not; what
 * routers say only chooses the sizes, so a false word costs packets and misleads nobody.
 */
export function nextSizes(evidence: SizeEvidence, smallest: number): NextSizes {
  const { low } = evidence;
  if (low === null) return ends(evidence, smallest);
  if (low >= LARGEST) return { type: 'found', low, high: null };
  const { high } = evidence;
  if (high === null) return send([LARGEST, LOST_TO_DOUBT]);
  if (high - low > 1) return narrow(evidence, low, high);
  const missing = evidence.missingToConfirm(high);
  return missing === 0 ? { type: 'found', low, high } : send([high, missing]);
}
