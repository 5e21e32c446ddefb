import type { KindTrack } from './kind-track.ts';

/** One kind alone may be filtered. */
const LEAST_KINDS = 2;

/**
 * Nothing ever answered on this network, name resolution included, yet there is a route: the machine was started, or
 * brought, into an outage, and its kinds are taken for ones that work here. The first that does ends that for the
 * others, which then have to show it themselves. `isDue`: it has been so for long enough.
 */
export function presume(
  tracks: readonly KindTrack[],
  isDue: boolean,
  restart: (track: KindTrack) => void,
): void {
  if (tracks.some((track) => track.worked && !track.presumed)) {
    for (const track of tracks) if (track.presumed) restart(track);
    return;
  }
  if (!isDue) return;
  const silent = tracks.filter((track) => track.routed && track.mute && track.triedEnough && track.overdue);
  if (silent.length < LEAST_KINDS) return;
  for (const track of silent) track.presumed = true;
}
