import { assertNever } from '../../domain/model/units.ts';
import { HELPER_ABSENT, HELPER_STOPPED } from '../../domain/trace/helper-troubles.ts';
import { countText } from '../../domain/words/numbers.ts';
import type { SendingFailure } from '../sending/failure.ts';
import type { TraceFailure } from '../types.ts';

export interface Trouble {
  readonly failure: TraceFailure;
  /** One sentence with the way out. */
  readonly text: string;
}

export interface Tried {
  readonly family: 4 | 6;
  readonly address: string;
  readonly size: number;
}

const NO_WAY = 'check the connection, or trace something nearer, such as the router';

/** Why not one packet left, by errno; the rest says its code. */
function unsentText(code: string, { family, address, size }: Tried): string {
  switch (code) {
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ENETDOWN':
    case 'EHOSTDOWN':
    case 'EADDRNOTAVAIL':
      return `This machine has no way to ${address}, since it has no route for it over IPv${family}: ${NO_WAY}.`;
    case 'EPERM':
      return `A firewall of this machine lets no probe to ${address} out (${code}): allow it, or take another method.`;
    // What Linux says of its own networks' broadcast addresses, ip(7).
    case 'EACCES':
      return `This machine does not send to ${address} (${code}), probably because it stands for all machines of a network: trace one of them.`;
    case 'EMSGSIZE':
      return `Packets of ${countText(size)} bytes are too large for this machine's own link: take a smaller size.`;
    case 'ENODEV':
    case 'ENXIO':
    case 'EINVAL':
      return `This machine has no such interface or address to send to (${code}): check how ${address} is written.`;
    case 'rate-limited':
    case 'too-many-outstanding':
      return 'The helper had no room for this trace, since too many others run: end some of them, and trace again.';
    default:
      return `Not one probe to ${address} could be sent (${code}): ${NO_WAY}.`;
  }
}

export function sendingTrouble(failure: SendingFailure, tried: Tried): Trouble {
  switch (failure.kind) {
    case 'no-helper':
      return { failure: 'helper', text: failure.hasSent ? HELPER_STOPPED : HELPER_ABSENT };
    case 'no-family':
      return {
        failure: 'helper',
        text: `The helper has no IPv${tried.family} socket: trace an IPv${tried.family === 4 ? 6 : 4} address, or see "faultline doctor".`,
      };
    case 'unsent':
      return { failure: 'route', text: unsentText(failure.code, tried) };
    case 'refused':
      return {
        failure: 'helper',
        text: `The helper does not take these probes (${failure.message}): it does not fit this program, so start Faultline anew.`,
      };
    case 'mistake':
      return mistakeTrouble(failure.message);
    default:
      return assertNever(failure);
  }
}

export const mistakeTrouble = (message: string): Trouble => ({
  failure: 'mistake',
  text: `An error of Faultline's own ended the trace (${message}): trace again, and report this.`,
});
