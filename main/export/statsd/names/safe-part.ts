import type { AnchorKey } from '../../../domain/model/anchor.ts';

/** Graphite makes a folder of every dot, and StatsD takes out or replaces whatever is not in here. */
const UNSAFE = /[^A-Za-z0-9_-]/g;

/** One part of a dotted name: `8.8.8.8` becomes `8_8_8_8`. Never empty. */
export function safePart(text: string): string {
  const safe = text.replace(UNSAFE, '_');
  return safe === '' ? '_' : safe;
}

/**
 * `[2001:db8::1]:443` becomes `2001_db8__1_443`. Anchors of a kind stay apart, as either all of them have a port or
 * none has. Two would share a name only if one were IPv4 written inside IPv6 (`::ffff:1.2.3.4`, `::ffff:1:2:3:4`).
 */
export const safeAnchor = (anchor: AnchorKey): string => safePart(anchor.replace(/[[\]]/g, ''));
