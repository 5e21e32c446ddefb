import type { HopCalibration } from '../../domain/model/encapsulation.ts';

/** A trace of its way to another host only needs it to decapsulate. */
export const isEnoughForBetween = ({ decapsulates }: HopCalibration): boolean => decapsulates === 'yes';

/** That of its way back also where that ends: counted by a packet of ours that came home, or because it is seen. */
export const isEnoughForReverse = ({ decapsulates, waysHome, ttlHome }: HopCalibration): boolean =>
  decapsulates === 'yes' && (waysHome.includes('own') || (waysHome.includes('hop') && ttlHome !== null));
