import type { AddressNote } from '../model/trace.ts';

/** What an address tells by itself, as it stands beside it. */
export const ADDRESS_NOTES: Readonly<Record<AddressNote, string>> = {
  private: 'private',
  cgn: 'shared address (CGN)',
  'link-local': 'link-local',
  'unique-local': 'private (unique-local)',
  loopback: 'this machine',
  multicast: 'multicast',
  documentation: 'documentation address',
  benchmarking: 'test address',
  reserved: 'reserved address',
};
