import type { Aside } from '../untold-trace.ts';
import { portForwarding, sharedAddress, translated } from './address-sharing.ts';
import { routeChanged, severalPaths, slowStep, stillMeasuring, toldMtu } from './the-path-itself.ts';
import { fewLost, rateLimited, routersSilent, someLate, someSilent } from './traffic-passes.ts';

/** The first that applies is told: what might worry a reader comes before what is merely good to know. */
export const ASIDES: readonly Aside[] = [
  stillMeasuring,
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
