import { footprintSuite } from './line/footprint.ts';
import { liveDetectionSuite } from './line/live-detection.ts';
import { roundTripSuite } from './line/round-trip.ts';
import type { BenchSuite } from './result.ts';

export const SUITES: readonly BenchSuite[] = [roundTripSuite, liveDetectionSuite, footprintSuite];
