import type { NotTestable } from '../../model/encapsulation.ts';

/** `behind`: a hop before it does not decapsulate. */
export type WhyNot = NotTestable | 'behind';

const SENTENCES: Readonly<Record<WhyNot, string>> = {
  refuses: 'It answers that it does not take IP-in-IP, so no boomerang can turn round here.',
  prohibited: 'Packets in IP-in-IP are forbidden on the way to it, so nothing more was sent.',
  swallows:
    'It answers ordinary pings but no packet in IP-in-IP: whether it loses any cannot be tested this way.',
  silent: 'It answers neither pings nor packets in IP-in-IP: nothing can be said about it this way.',
  'no-way-home': 'It unwraps packets in IP-in-IP, but none was seen to come home from it.',
  behind: 'A hop before it does not unwrap packets, so none can be sent through that one to this.',
};

const LABELS: Readonly<Record<WhyNot, string>> = {
  refuses: 'does not decapsulate',
  prohibited: 'prohibited',
  swallows: 'not testable: no answer to IP-in-IP',
  silent: 'not testable: silent',
  'no-way-home': 'not testable: nothing comes home',
  behind: 'not testable: behind such a hop',
};

/** Why no boomerangs turn round at a hop, one sentence. */
export const notTestableWords = (why: WhyNot): string => SENTENCES[why];

/** The same in a few words, for a table's cell. */
export const notTestableLabel = (why: WhyNot): string => LABELS[why];
