import type { PathProbeView, ProbedHop, WhyNotProbed } from '../../model/encapsulation.ts';
import type { TraceSentence } from '../../model/trace.ts';
import { listText } from '../../words/names.ts';

/** A path probe before anything is said of it. Its stretches are set. */
export type UntoldProbe = Omit<PathProbeView, 'sentence'>;

/** One reading of a path probe; null: it is not this. */
export type ProbeCase = (view: UntoldProbe) => TraceSentence | null;

const hopAt = ({ hops }: UntoldProbe, index: number): ProbedHop | undefined =>
  hops.find((hop) => hop.index === index);

/** What a place is called within a sentence; 0 is this machine. */
export function placeWords(view: UntoldProbe, index: number): string {
  if (index === 0) return 'this machine';
  const hop = hopAt(view, index);
  const name = hop?.name ?? hop?.address ?? null;
  return name === null ? `hop ${index}` : `hop ${index} (${name})`;
}

/** What a hop does that keeps it from being tested, to stand after its name. */
const CLAUSES: Readonly<Record<WhyNotProbed, string>> = {
  refuses: 'refuses packets in IP-in-IP',
  prohibited: 'cannot be asked, since somebody forbids packets in IP-in-IP',
  swallows: 'answers pings but no packets in IP-in-IP',
  silent: 'answers nothing',
  'no-way-home': 'unwraps packets, but none comes home from it',
  'too-big': 'gets no packets as big as boomerangs to it are',
  ceased: 'has ceased to answer packets in IP-in-IP, though it answers pings',
  behind: 'cannot be tested',
};

/** The tested path ends before it; undefined: everything up to the end is tested. */
function firstUntested({ hops }: UntoldProbe): ProbedHop | undefined {
  const lastTested = hops.findLast(({ notTestable }) => notTestable === null)?.index ?? 0;
  return hops.find(({ index }) => index > lastTested);
}

/** The hop at which testing ends and why, a clause; null: it goes on to the end. */
export function untestedWords(view: UntoldProbe): string | null {
  const first = firstUntested(view);
  if (first === undefined) return null;
  const known = view.calibration.find(({ address }) => address === first.address);
  // What the probe has found is newer.
  const reason = first.reason ?? known?.reason ?? 'behind';
  const before = view.hops.findLast(({ index, notTestable }) => index < first.index && notTestable === null);
  const place = placeWords(view, first.index);
  return reason === 'no-way-home' && before !== undefined
    ? `${place} unwraps packets, but no boomerang comes back from it through ${placeWords(view, before.index)}`
    : `${place} ${CLAUSES[reason]}`;
}

/** Hops with tested ones behind them: packets go past without stopping there. */
function leftOutWords(view: UntoldProbe): string | null {
  const end = firstUntested(view)?.index ?? Number.POSITIVE_INFINITY;
  const left = view.hops.filter(({ index, notTestable }) => notTestable !== null && index < end);
  if (left.length === 0) return null;
  const words = listText(left.map(({ index }) => placeWords(view, index)));
  return `${words} ${left.length === 1 ? 'was' : 'were'} left out`;
}

/** To be put behind a finding: what it does not speak of. Empty: nothing. */
export function untestedTail(view: UntoldProbe): string {
  const left = leftOutWords(view);
  const words = untestedWords(view);
  const first = firstUntested(view);
  const isLast = first === undefined || first === view.hops.at(-1);
  const end = words === null || isLast ? words : `${words}, so nothing from there on could be tested`;
  return [left, end].map((clause) => (clause === null ? '' : `; ${clause}`)).join('');
}
