import type { NotTestable, PathProbeView, ProbedHop } from '../../model/encapsulation.ts';
import type { AddressNote, TraceWarning } from '../../model/trace.ts';
import { addressNote } from '../../trace/address-note.ts';

/** Addresses of these blocks do not hold outside, so who has one gets out through a translator. */
const INSIDE: ReadonlySet<AddressNote | null> = new Set(['private', 'cgn', 'unique-local']);
/** What hops beyond a translator look like: what was in the packets is sent to an address that only it knows. */
const LOOKS_LIKE_IT: ReadonlySet<ProbedHop['reason']> = new Set<NotTestable>([
  'swallows',
  'silent',
  'no-way-home',
]);

const isInside = (address: string): boolean => INSIDE.has(addressNote(address));

/** Whether packets to `target` leave the block in which the own address holds. */
export const isTranslated = (source: string, target: string): boolean =>
  isInside(source) && !isInside(target);

/** To stand behind what a host does that answers no packets in IP-in-IP; empty: no translator is likely. */
export const translationClause = (source: string, target: string): string =>
  isTranslated(source, target)
    ? ` (unless that is because ${source} is a private address: a translator on the way, NAT, lets no packet home that was inside another; IPv6 usually has none)`
    : '';

const WAY_OUT = 'IPv6 usually has no translator: try that.';

type Probed = Pick<PathProbeView, 'source' | 'hops' | 'status'>;

const looksLikeIt = ({ reason, decapsulates }: ProbedHop): boolean =>
  LOOKS_LIKE_IT.has(reason) && decapsulates !== 'yes';

/** A path probe that a translator of addresses has probably kept from testing what is beyond it; null: it has not. */
export function translationWarning({ source, hops, status }: Probed): TraceWarning | null {
  if (status !== 'done' || source === null) return null;
  const known = hops.filter(({ address }) => address !== null);
  const outside = known.filter(({ address }) => address !== null && isTranslated(source, address));
  if (outside.length > 0 && outside.every(looksLikeIt)) {
    return {
      code: 'translator',
      text: `${source} is a private address: a translator (NAT) on the way, as in most home routers, lets no packet home that was inside another. ${WAY_OUT}`,
    };
  }
  const [first, ...others] = known;
  const isFirstOnly = first?.notTestable === null && others.length > 1 && others.every(looksLikeIt);
  if (!isFirstOnly) return null;
  return {
    code: 'translator',
    text: `Only the first hop can be tested: a translator of addresses (NAT) there would let no packet home that was inside another from beyond it. ${WAY_OUT}`,
  };
}
