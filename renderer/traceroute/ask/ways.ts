import type { TraceDirection } from '../../../main/domain/model/trace.ts';

/** What the window is asked for: the way of a trace, or the loss along one exact path. */
export const WAYS = ['forward', 'reverse', 'between', 'path'] as const satisfies readonly (
  | TraceDirection
  | 'path'
)[];
export type Way = (typeof WAYS)[number];

interface WayWords {
  readonly title: string;
  /** Of the field that takes the host. */
  readonly field: string;
  readonly placeholder: string;
  /** Of the field that takes where it begins; null: it begins here. */
  readonly from: string | null;
  /** What stands where nothing was asked for yet. */
  readonly question: string;
  readonly explanation: string;
}

const HOST = 'example.net or 192.0.2.1';

export const WAY_WORDS: Readonly<Record<Way, WayWords>> = {
  forward: {
    title: 'Forward',
    field: 'Address',
    placeholder: HOST,
    from: null,
    question: 'Which way do packets take?',
    explanation:
      'A trace lists every router on the way to an address, how long each takes to answer, and where packets get lost.',
  },
  reverse: {
    title: 'Reverse',
    field: 'Way back from',
    placeholder: HOST,
    from: null,
    question: 'Which way do answers come back?',
    explanation:
      'Often another one than they went. The host is sent packets in packets (IP-in-IP); it takes the outer one off and sends the inner one home, where every router on the way tells of itself. Only hosts that unwrap such packets can be asked.',
  },
  between: {
    title: 'Between',
    field: 'To',
    placeholder: HOST,
    from: 'From',
    question: 'Which way do packets take between two other hosts?',
    explanation:
      'The first host is sent packets in packets (IP-in-IP) that it sends on to the second; all routers between them answer to here. The first host has to unwrap such packets.',
  },
  path: {
    title: 'Path probe',
    field: 'Host, or a path',
    placeholder: 'example.net, or 192.0.2.1, 192.0.2.2, 192.0.2.3',
    from: 'Begin at (optional)',
    question: 'Where on this very path do packets get lost?',
    explanation:
      'Packets in packets (IP-in-IP) are sent along exactly this path to each of its hops and back, hop by hop, in random order. What comes home tells the loss of every stretch. It takes routers that unwrap such packets; the others are listed as not tested, never as lossy.',
  },
};

/** Whether it sends packets in IP-in-IP, which a person allows first. */
export const isEncapsulated = (way: Way): boolean => way !== 'forward';
