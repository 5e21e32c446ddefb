import { assertNever } from '../../domain/model/units.ts';
import { countOf, countText } from '../../domain/words/numbers.ts';
import { mistakeTrouble, sendingTrouble, type Trouble } from '../../trace/run/trouble.ts';
import type { PacketFailure } from '../sending/packet-failure.ts';
import type { PathProbeFailure } from '../types.ts';

/** What keeps a path probe from its result; what keeps a trace from it is one of these. */
export interface ProbeTrouble {
  readonly failure: PathProbeFailure;
  /** One sentence with the way out. */
  readonly text: string;
}

export const NOT_ALLOWED: Trouble = {
  failure: 'not-allowed',
  text: 'This sends packets in IP-in-IP, which some networks take for an attack, so it is off until you allow it here.',
};

export interface Towards {
  readonly family: 4 | 6;
  readonly address: string;
  readonly size: number;
}

export function packetTrouble(failure: PacketFailure, towards: Towards): Trouble {
  switch (failure.kind) {
    case 'prohibited':
      return {
        failure: 'prohibited',
        text: `${failure.from} says that packets in IP-in-IP are prohibited, so nothing more was sent: ask whoever runs it before you try again.`,
      };
    case 'no-log':
      return {
        failure: 'log',
        text: `The log of packets in IP-in-IP can't be written (${failure.message}), and without it none is sent: see whose that file and its folder are, and whether the disk has room.`,
      };
    case 'no-helper':
    case 'no-family':
    case 'unsent':
    case 'refused':
    case 'mistake':
      return sendingTrouble(failure, towards);
    default:
      return assertNever(failure);
  }
}

/** `longest`: hops that fit. */
export function roomTrouble(hops: number, longest: number, mtu: number, family: 4 | 6): ProbeTrouble {
  const way =
    longest === 0
      ? 'probe over a link with a larger MTU'
      : `probe a shorter path, of ${countOf(longest, 'hop')} at most`;
  return {
    failure: 'mtu',
    text: `A path of ${countOf(hops, 'hop')} there and back does not fit a packet of ${countText(mtu)} bytes over IPv${family}, which has room for ${countText(longest)}: ${way}.`,
  };
}

export const mistake = (error: unknown): Trouble =>
  mistakeTrouble(error instanceof Error ? error.message : String(error));
