import { hostAndPort } from '../../domain/model/host-and-port.ts';
import type { StatsdConfig } from '../../domain/model/metrics-config.ts';
import { CLOSED, STALLED } from './transport/tcp-connection.ts';
import type { TroubleCode } from './transport/types.ts';

type Place = Pick<StatsdConfig, 'host' | 'port' | 'protocol'>;

export const placeWords = ({ host, port }: Pick<Place, 'host' | 'port'>): string => hostAndPort(host, port);

interface Cause {
  readonly says: (place: Place) => string;
  /** What a person can do who just tried it. */
  readonly advice: string;
}

const NOBODY: Cause = {
  says: (place) => `Nothing listens at ${placeWords(place)} (${place.protocol === 'udp' ? 'UDP' : 'TCP'}).`,
  advice: 'Start StatsD there, or correct the server and the port.',
};
const NO_NAME: Cause = {
  says: ({ host }) => `The name ${host} is not known.`,
  advice: 'Correct it, or write an address instead.',
};
const NO_RESOLVER: Cause = {
  says: ({ host }) => `The name ${host} can't be resolved at present.`,
  advice: 'Try again when the line is up, or write an address instead.',
};
const NO_WAY: Cause = {
  says: (place) => `There is no way to ${placeWords(place)} from here at present.`,
  advice: 'Correct the server, or try again when the network is up.',
};
const ENDED: Cause = {
  says: (place) => `${placeWords(place)} closed the connection.`,
  advice: 'Check that it is a StatsD, and that it takes TCP at this port.',
};
const FORBIDDEN: Cause = {
  says: (place) => `This machine does not let figures out to ${placeWords(place)}.`,
  advice: 'Allow it in its firewall, or correct the server and the port.',
};

/** By the system's, the resolver's and our own codes. */
const CAUSES: Readonly<Record<string, Cause>> = {
  ECONNREFUSED: NOBODY,
  ENOTFOUND: NO_NAME,
  EAI_AGAIN: NO_RESOLVER,
  ETIMEOUT: NO_RESOLVER,
  ENETUNREACH: NO_WAY,
  EHOSTUNREACH: NO_WAY,
  ENETDOWN: NO_WAY,
  EADDRNOTAVAIL: NO_WAY,
  EAFNOSUPPORT: NO_WAY,
  ECONNRESET: ENDED,
  EPIPE: ENDED,
  [CLOSED]: ENDED,
  EPERM: FORBIDDEN,
  EACCES: FORBIDDEN,
  ETIMEDOUT: {
    says: (place) => `${placeWords(place)} does not answer.`,
    advice: 'Check the server and the port, and that no firewall is between.',
  },
  [STALLED]: {
    says: (place) => `${placeWords(place)} no longer takes in what is sent.`,
    advice: 'Check that StatsD is running there.',
  },
};

const causeOf = (code: TroubleCode): Cause =>
  CAUSES[code] ?? {
    says: (place) => `Sending to ${placeWords(place)} failed (${code}).`,
    advice: 'Check the server and the port.',
  };

/** What is wrong, as one sentence. */
export const causeWords = (code: TroubleCode, place: Place): string => causeOf(code).says(place);

/** The same and a way out, for who tried it by hand. */
export const failureWords = (code: TroubleCode, place: Place): string =>
  `${causeWords(code, place)} ${causeOf(code).advice}`;

export const troubleWords = (code: TroubleCode, place: Place): string =>
  `${causeWords(code, place)} Figures are dropped until it is back; it is tried again by itself.`;

export const workingWords = (place: Place): string =>
  place.protocol === 'udp'
    ? `Figures go to ${placeWords(place)} by UDP, which does not tell whether they arrive.`
    : `Figures go to ${placeWords(place)} by TCP.`;
