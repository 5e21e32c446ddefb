import type { AddressNote } from '../../../main/domain/model/trace.ts';

export interface Explained {
  /** As short as a badge. */
  readonly word: string;
  /** For whoever does not know it: whole sentences. */
  readonly explanation: string;
}

/** What an address tells by itself. */
export const ADDRESS_NOTES: Readonly<Record<AddressNote, Explained>> = {
  private: {
    word: 'private',
    explanation: 'An address for inside a home, a company or a provider only; the internet does not know it.',
  },
  cgn: {
    word: 'CGN',
    explanation:
      'Carrier-grade NAT: inside of the provider, where many customers share one public address. From outside nobody can reach yours.',
  },
  'link-local': {
    word: 'link-local',
    explanation: 'Valid on this one cable or radio network only; usual for the nearest IPv6 router.',
  },
  'unique-local': {
    word: 'unique local',
    explanation: 'A private IPv6 address: inside a home, a company or a provider only.',
  },
  loopback: { word: 'loopback', explanation: 'An address by which a machine speaks to itself.' },
  multicast: {
    word: 'multicast',
    explanation: 'An address of a group, which no single router should answer from.',
  },
  documentation: {
    word: 'documentation',
    explanation:
      'Set aside for examples in books; a router with such an address is set up wrongly, or a test.',
  },
  benchmarking: {
    word: 'benchmarking',
    explanation: 'Set aside for measuring devices in a laboratory; some networks use it inside.',
  },
  reserved: { word: 'reserved', explanation: 'Not given to anybody on the internet.' },
};
