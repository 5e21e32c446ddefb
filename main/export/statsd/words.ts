import type { StatsdConfig } from '../../domain/model/metrics-config.ts';
import { CLOSED, STALLED } from './transport/tcp-connection.ts';
import type { TroubleCode } from './transport/types.ts';

type Place = Pick<StatsdConfig, 'host' | 'port' | 'protocol'>;

/** `192.0.2.1:8125`, `[2001:db8::1]:8125`. */
export const placeWords = ({ host, port }: Pick<Place, 'host' | 'port'>): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

type Sentence = (place: Place) => string;

const nobody: Sentence = (place) =>
  `Nothing listens at ${placeWords(place)} (${place.protocol === 'udp' ? 'UDP' : 'TCP'}).`;
const noName: Sentence = ({ host }) => `The name ${host} is not known.`;
const noResolver: Sentence = ({ host }) => `The name ${host} can't be resolved at present.`;
const noWay: Sentence = (place) => `There is no way to ${placeWords(place)} from here at present.`;
const closed: Sentence = (place) => `${placeWords(place)} closed the connection.`;

/** By the system's, the resolver's and our own codes. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: nobody,
  ENOTFOUND: noName,
  EAI_AGAIN: noResolver,
  ETIMEOUT: noResolver,
  ENETUNREACH: noWay,
  EHOSTUNREACH: noWay,
  ENETDOWN: noWay,
  EADDRNOTAVAIL: noWay,
  EAFNOSUPPORT: noWay,
  ECONNRESET: closed,
  EPIPE: closed,
  [CLOSED]: closed,
  ETIMEDOUT: (place) => `${placeWords(place)} does not answer.`,
  [STALLED]: (place) => `${placeWords(place)} no longer takes in what is sent.`,
  EPERM: (place) => `A firewall of this machine does not let figures out to ${placeWords(place)}.`,
  EACCES: (place) => `This machine may not send to ${placeWords(place)}.`,
};

/** What is wrong, as one sentence. */
export function causeWords(code: TroubleCode, place: Place): string {
  const sentence = SENTENCES[code];
  return sentence === undefined ? `Sending to ${placeWords(place)} failed (${code}).` : sentence(place);
}

export const troubleWords = (code: TroubleCode, place: Place): string =>
  `${causeWords(code, place)} Figures are dropped until it is back; it is tried again by itself.`;

export const workingWords = (place: Place): string =>
  place.protocol === 'udp'
    ? `Figures go to ${placeWords(place)} by UDP, which does not tell whether they arrive.`
    : `Figures go to ${placeWords(place)} by TCP.`;
