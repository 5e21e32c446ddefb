import type { HopCalibration } from '../../model/encapsulation.ts';
import type { Homecoming } from './boomerang.ts';
import type { Capability } from './turning-place.ts';

const NOT_CALIBRATED: Capability = { decapsulates: 'untestable', reason: 'silent' };

/** How boomerangs come home from the first hop; null: in no way that was seen. */
export function homecomingOf(path: readonly string[], first: HopCalibration | undefined): Homecoming | null {
  // There must be somebody farther along whose address it could be.
  const way = first?.waysHome.find((one) => one !== 'farther' || path.length > 1);
  if (first === undefined || way === undefined) return null;
  const known = first.farther === undefined ? -1 : path.indexOf(first.farther);
  return { way, fartherPlace: known > 0 ? known : 1 };
}

/**
 * Of each place: whether boomerangs can turn round there, which takes that it and all before it decapsulate, and that
 * they come home from the first.
 */
export function capabilitiesOf(
  path: readonly string[],
  calibration: readonly HopCalibration[],
): readonly Capability[] {
  const known = new Map(calibration.map((one) => [one.address, one]));
  let isOpen = true;
  return path.map((address, place) => {
    const one = known.get(address);
    const isStranded = place === 0 && homecomingOf(path, one) === null;
    const own = ownCapability(one, isStranded);
    const isBehind = !isOpen;
    isOpen = isOpen && own.reason === null;
    return isBehind && own.reason === null ? { ...own, reason: 'behind' as const } : own;
  });
}

/** `isStranded`: nothing comes home from the first place; only from there need packets come straight home. */
function ownCapability(one: HopCalibration | undefined, isStranded: boolean): Capability {
  if (one === undefined) return NOT_CALIBRATED;
  if (one.decapsulates !== 'yes') return { decapsulates: one.decapsulates, reason: one.reason ?? 'silent' };
  return { decapsulates: 'yes', reason: isStranded ? 'no-way-home' : null };
}
