import { desktopChartsSuite } from './desktop/charts.ts';
import { desktopFootprintSuite } from './desktop/footprint.ts';
import { desktopStartSuite } from './desktop/start.ts';
import { detectorSuite } from './detector/run.ts';
import { encapsulationSuite } from './encapsulation/suite.ts';
import { historySuite } from './history/suite.ts';
import { footprintSuite } from './line/footprint.ts';
import { liveDetectionSuite } from './line/live-detection.ts';
import { roundTripSuite } from './line/round-trip.ts';
import { simulatedDaySuite } from './line/simulated-day.ts';
import { localizeSuite } from './localize/suite.ts';
import { metricsSuite } from './metrics/suite.ts';
import type { BenchSuite } from './result.ts';
import { traceSuite } from './trace/suite.ts';

/** In the order in which they run; `npm run bench -- NAME` runs one. */
export const SUITES: readonly BenchSuite[] = [
  roundTripSuite,
  footprintSuite,
  simulatedDaySuite,
  liveDetectionSuite,
  detectorSuite,
  historySuite,
  traceSuite,
  encapsulationSuite,
  localizeSuite,
  metricsSuite,
  desktopFootprintSuite,
  desktopStartSuite,
  desktopChartsSuite,
];
