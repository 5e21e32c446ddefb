import { createSocket, type Socket } from 'node:dgram';
import type { Target } from '../protocol/target.ts';
import { parseAddress } from '../wire/address.ts';
import { hasKnownZone } from './zone.ts';

export type OwnAddress = { readonly address: Uint8Array } | { readonly errno: string };

/** Any will do: connecting a datagram socket sends nothing. */
const PORT = 9;

const errnoOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EUNKNOWN';

function addressOf(socket: Socket): OwnAddress {
  const address = parseAddress(socket.address().address);
  return address === null ? { errno: 'EADDRNOTAVAIL' } : { address: address.bytes };
}

/** The address that the kernel would send from. Needs no privilege. Never rejects. */
export function ownAddressTowards({ family, text }: Target): Promise<OwnAddress> {
  if (!hasKnownZone(text)) return Promise.resolve({ errno: 'ENODEV' });
  return new Promise((resolve) => {
    const socket = createSocket(family === 4 ? 'udp4' : 'udp6');
    const end = (result: OwnAddress): void => {
      socket.removeAllListeners();
      socket.close();
      resolve(result);
    };
    socket.once('error', (error) => end({ errno: errnoOf(error) }));
    try {
      // Node's documentation: a failure is told to the callback too, though its type does not say so.
      socket.connect(PORT, text, (error?: Error) =>
        end(error instanceof Error ? { errno: errnoOf(error) } : addressOf(socket)),
      );
    } catch (error) {
      end({ errno: errnoOf(error) });
    }
  });
}
