import type { Explained } from './address-notes.ts';

const REFUSED = 'A filter, a firewall as a rule, does not let these packets pass here.';
const NO_WAY = 'This router knows no way to the destination.';
const NOBODY =
  'This router is next to the destination, but nobody answers there: switched off, or not connected.';

/** Names of ICMP codes that say that packets ended here; the mark is the one that traceroute prints. */
const CODES: ReadonlyMap<string, Explained> = new Map(
  Object.entries({
    'net-unreachable': { word: '!N no route', explanation: NO_WAY },
    'net-unknown': { word: '!N no route', explanation: NO_WAY },
    'no-route': { word: '!N no route', explanation: NO_WAY },
    'reject-route': {
      word: '!N rejected',
      explanation: 'This router is told to reject packets to the destination.',
    },
    'host-unreachable': { word: '!H host unreachable', explanation: NOBODY },
    'host-unknown': { word: '!H host unknown', explanation: NOBODY },
    'address-unreachable': { word: '!H address unreachable', explanation: NOBODY },
    'protocol-unreachable': {
      word: '!P protocol',
      explanation: 'It is reached, but does not speak the protocol that was asked for.',
    },
    'port-unreachable': {
      word: '!p port closed',
      explanation: 'It is reached, and nothing listens on the port that was asked for.',
    },
    'fragmentation-needed': {
      word: '!F too big',
      explanation: 'The packets are larger than what goes on from here, and may not be cut.',
    },
    'packet-too-big': {
      word: '!F too big',
      explanation: 'The packets are larger than what goes on from here.',
    },
    'source-route-failed': {
      word: '!S source route',
      explanation: 'The way that was asked for could not be taken.',
    },
    'net-prohibited': { word: '!X refused', explanation: REFUSED },
    'host-prohibited': { word: '!X refused', explanation: REFUSED },
    'admin-prohibited': { word: '!X refused', explanation: REFUSED },
    'policy-failed': { word: '!X refused', explanation: REFUSED },
    'beyond-scope': {
      word: '!S beyond scope',
      explanation: 'The own address is not valid beyond this router, so nothing could come back.',
    },
  }),
);

/** What routers and destinations answer as a rule: nothing to tell. */
const USUAL: ReadonlySet<string> = new Set(['ttl-exceeded', 'hop-limit-exceeded', 'echo-reply', 'syn-ack']);

const RESET: Explained = {
  word: 'port closed',
  explanation: 'It answered at once that nothing listens on this port; the way there is open.',
};

/** Null: an answer as it should be. A closed port of the destination is what a UDP trace hopes for. */
export function answerWords(answer: string, isDestination: boolean): Explained | null {
  if (USUAL.has(answer) || (isDestination && answer === 'port-unreachable')) return null;
  if (answer === 'reset') return RESET;
  return (
    CODES.get(answer) ?? {
      word: `! ${answer.replaceAll('-', ' ')}`,
      explanation: 'It answered that the packets do not go on from here.',
    }
  );
}
