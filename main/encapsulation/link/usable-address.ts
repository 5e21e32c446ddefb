import { addressNote } from '../../domain/trace/address-note.ts';

/** What names nobody, or somebody else on each link: nobody's to send packets in IP-in-IP through. */
const UNUSABLE: ReadonlySet<string | null> = new Set(['link-local', 'loopback', 'multicast', 'reserved']);

export const isUsable = (address: string): boolean => !UNUSABLE.has(addressNote(address));
