import type { WhyNotProbed } from '../../model/encapsulation.ts';
import type { TooBig } from '../types.ts';

/** What is around a hop that boomerangs do not turn round at. Places as they are shown. */
export interface Whereabouts {
  /** The hop before it, through which boomerangs come back; null: not known, or this machine. */
  readonly before: number | null;
  /** The hop before it that none gets past, and why; null: not known, or there is none. */
  readonly barrier: { readonly index: number; readonly why: WhyNotProbed } | null;
  readonly tooBig: TooBig | null;
  /** The farthest hop before it from which boomerangs have come home; null: none. */
  readonly roomUpTo: number | null;
}

const NOWHERE: Whereabouts = { before: null, barrier: null, tooBig: null, roomUpTo: null };

/** Of a hop that stands in the way; to be followed by what that means for those behind it. */
const BARRIERS: Readonly<Record<WhyNotProbed, (index: number) => string>> = {
  refuses: (index) => `Hop ${index} does not take IP-in-IP`,
  prohibited: (index) => `Packets in IP-in-IP are forbidden on the way to hop ${index}`,
  swallows: (index) => `Hop ${index} answers no packet in IP-in-IP`,
  silent: (index) => `Hop ${index} answers nothing`,
  ceased: (index) => `Hop ${index} has ceased to answer packets in IP-in-IP`,
  'no-way-home': (index) => `No boomerang comes home from hop ${index}`,
  'too-big': (index) => `Boomerangs to hop ${index} are too big already`,
  behind: (index) => `Boomerangs do not get as far as hop ${index}`,
};

function behindWords({ barrier }: Whereabouts): string {
  const clause =
    barrier === null ? 'Boomerangs do not get past a hop before it' : BARRIERS[barrier.why](barrier.index);
  return `${clause}, so none can be sent through that hop.`;
}

function noWayHomeWords({ before }: Whereabouts): string {
  return before === null
    ? 'It unwraps packets in IP-in-IP, but none was seen to come home from it.'
    : `It unwraps packets in IP-in-IP, but no boomerang came back from it through hop ${before}: perhaps a check of sources there, or a firewall against packets in packets between the two.`;
}

function tooBigWords({ tooBig, roomUpTo }: Whereabouts): string {
  const room = roomUpTo === null ? '' : `; there is room for those up to hop ${roomUpTo}`;
  if (tooBig === null || tooBig.by === null) {
    const bytes = tooBig === null ? '' : ` of ${tooBig.bytes} bytes`;
    return `Boomerangs to it${bytes} are too big for a link on the way, though nobody says so: it unwraps small packets in IP-in-IP, but none as large${room}.`;
  }
  const most = tooBig.mtu === null ? '' : ` (${tooBig.mtu} bytes at most)`;
  return `Boomerangs that go so far are too big for a link on the way, as ${tooBig.by} says${most}${room}.`;
}

const SENTENCES: Readonly<Record<WhyNotProbed, (where: Whereabouts) => string>> = {
  refuses: () => 'It answers that it does not take IP-in-IP, so no boomerang can turn round here.',
  prohibited: () => 'Packets in IP-in-IP are forbidden on the way to it, so nothing more was sent.',
  swallows: () =>
    'It answers ordinary pings but no packet in IP-in-IP: whether it loses any cannot be tested this way.',
  silent: () => 'It answers neither pings nor packets in IP-in-IP: nothing can be said about it this way.',
  ceased: () =>
    'Boomerangs came home from it at first; then it still answered ordinary pings, but no packet in IP-in-IP any more: probably a firewall that came in between, so they are not counted as loss.',
  'no-way-home': noWayHomeWords,
  'too-big': tooBigWords,
  behind: behindWords,
};

const LABELS: Readonly<Record<WhyNotProbed, string>> = {
  refuses: 'does not decapsulate',
  prohibited: 'prohibited',
  swallows: 'not testable: no answer to IP-in-IP',
  silent: 'not testable: silent',
  ceased: 'not testable: ceased to answer',
  'no-way-home': 'not testable: nothing comes home',
  'too-big': 'not testable: packets too big',
  behind: 'not testable: behind such a hop',
};

/** Why no boomerangs turn round at a hop, one sentence. */
export const notTestableWords = (why: WhyNotProbed, where: Whereabouts = NOWHERE): string =>
  SENTENCES[why](where);

/** The same in a few words, for a table's cell. */
export const notTestableLabel = (why: WhyNotProbed): string => LABELS[why];
