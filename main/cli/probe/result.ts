import type { HopCalibration, PathProbeView, ProbedHop, Stretch } from '../../domain/model/encapsulation.ts';
import { isoTime } from '../json-time.ts';
import { rounded, roundedOrNull } from '../rounded.ts';
import { roundTripsJson } from '../trace/result.ts';

const intervalJson = (interval95: readonly [number, number] | null) =>
  interval95 === null ? null : interval95.map(rounded);

const hopJson = (hop: ProbedHop) => ({
  index: hop.index,
  address: hop.address,
  name: hop.name,
  decapsulates: hop.decapsulates,
  reason: hop.reason ?? null,
  notTestable: hop.notTestable,
  wayHome: hop.wayHome,
  sent: hop.sent,
  received: hop.received,
  late: hop.late,
  duplicate: hop.duplicate,
  failed: hop.failed,
  lossPercent: roundedOrNull(hop.lossPercent),
  interval95: intervalJson(hop.interval95),
  rttMs: roundTripsJson(hop.rttMs),
});

const stretchJson = ({ from, to, lossPercent, interval95, reading }: Stretch) => ({
  from,
  to,
  lossPercent: roundedOrNull(lossPercent),
  interval95: intervalJson(interval95),
  reading,
});

export const calibrationJson = ({ testedMs, ...calibration }: HopCalibration) => ({
  ...calibration,
  testedAt: isoTime(testedMs),
});

/** What `probe --json` prints. */
export function probeResult(view: PathProbeView) {
  return {
    command: 'probe' as const,
    target: view.host,
    from: view.from,
    family: view.family,
    source: view.source,
    path: view.hops.flatMap(({ address }) => (address === null ? [] : [address])),
    status: view.status,
    startedAt: isoTime(view.startedMs),
    durationMs: rounded(view.durationMs),
    count: view.count,
    rounds: view.rounds,
    sent: view.sent,
    sentence: view.sentence.text,
    warnings: view.warnings,
    hops: view.hops.map(hopJson),
    stretches: view.stretches.map(stretchJson),
    calibration: view.calibration.map(calibrationJson),
  };
}

export type ProbeResult = ReturnType<typeof probeResult>;
