import { createSocket } from 'node:dgram';
import { type Target, zoned } from './literal.ts';

/** Own address that packets to a target leave from; null: the system knows no way to it. */
export type OwnAddress = (target: Target) => Promise<string | null>;

/** Any: nothing is sent to it. */
const PORT = 33_434;

/** Connecting a datagram socket asks the routing table, and sends nothing. */
export const ownAddress: OwnAddress = (target) =>
  new Promise((resolve) => {
    const socket = createSocket(target.family === 4 ? 'udp4' : 'udp6');
    const end = (address: string | null): void => {
      socket.removeAllListeners();
      // One that is being opened meanwhile may still fail.
      socket.on('error', () => {});
      socket.close();
      resolve(address === null ? null : (address.split('%')[0] ?? null));
    };
    socket.on('error', () => end(null));
    socket.on('connect', () => end(socket.address().address));
    try {
      socket.connect(PORT, zoned(target));
    } catch {
      end(null);
    }
  });
