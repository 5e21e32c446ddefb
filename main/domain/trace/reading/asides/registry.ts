import type { Aside } from '../untold-trace.ts';
import { portForwarding, sharedAddress, translated } from './address-sharing.ts';
import {
  methodStops,
  routeChanged,
  severalPaths,
  slowStep,
  stillMeasuring,
  toldMtu,
} from './the-path-itself.ts';
import { fewLost, rateLimited, routersSilent, sendingGap, someLate, someSilent } from './traffic-passes.ts';

/** The first that applies is told: what might worry a reader comes before what is merely good to know. */
export const ASIDES: readonly Aside[] = [
  stillMeasuring,
  sendingGap,
  methodStops,
  severalPaths,
  rateLimited,
  fewLost,
  someLate,
  routersSilent,
  slowStep,
  routeChanged,
  toldMtu,
  portForwarding,
  sharedAddress,
  translated,
  someSilent,
];
