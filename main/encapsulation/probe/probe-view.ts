import { notTestableWords, type Whereabouts } from '../../domain/encapsulation/reading/hop-words.ts';
import { probeSentence } from '../../domain/encapsulation/reading/probe-sentence.ts';
import { stretchesOf } from '../../domain/encapsulation/reading/stretches.ts';
import { translationWarning } from '../../domain/encapsulation/reading/translation.ts';
import { whereaboutsOf } from '../../domain/encapsulation/reading/whereabouts.ts';
import type { BoomerangCounts, PathProbeFacts } from '../../domain/encapsulation/types.ts';
import type { HopCalibration, PathProbeView, ProbedHop } from '../../domain/model/encapsulation.ts';
import { wilson95 } from '../../domain/statistics/wilson.ts';
import type { ProbeTrouble } from '../words/trouble.ts';
import { withUnreached } from '../words/unreached.ts';
import type { Place } from './places.ts';

/** All that a view is made of. */
export interface ProbeParts
  extends Pick<
    PathProbeView,
    | 'id'
    | 'status'
    | 'host'
    | 'from'
    | 'family'
    | 'source'
    | 'network'
    | 'startedMs'
    | 'durationMs'
    | 'phase'
    | 'count'
    | 'sent'
    | 'calibration'
    | 'warnings'
  > {
  readonly places: readonly Place[];
  /** Null: no boomerang was sent yet. */
  readonly facts: PathProbeFacts | null;
  readonly nameOf: (address: string) => string | null;
  readonly trouble: ProbeTrouble | null;
}

const NOTHING = {
  wayHome: null,
  sent: 0,
  received: 0,
  late: 0,
  duplicate: 0,
  failed: 0,
  lossPercent: null,
  interval95: null,
  rttMs: null,
} as const;

const UNCOUNTED =
  'None of its boomerangs could be counted: each was turned back by an ICMP error, or did not leave this machine.';

type Naming = Pick<ProbedHop, 'index' | 'address' | 'name'>;

function counted(naming: Naming, counts: BoomerangCounts, where: Whereabouts): ProbedHop {
  const { decapsulates, wayHome, sent, received, late, lost, duplicate, failed, rttMs } = counts;
  const known = received + late + lost;
  const isTurnedBack = counts.reason === null && failed > 0 && known === 0;
  const reason = isTurnedBack && counts.tooBig !== null ? 'too-big' : counts.reason;
  const [low, high] = wilson95(lost, known);
  return {
    ...naming,
    decapsulates,
    notTestable: reason === null ? (isTurnedBack ? UNCOUNTED : null) : notTestableWords(reason, where),
    reason,
    wayHome,
    sent,
    received,
    late,
    duplicate,
    failed,
    lossPercent: known === 0 ? null : (100 * lost) / known,
    interval95: known === 0 ? null : [100 * low, 100 * high],
    rttMs,
  };
}

/** As far as it was tested; what is not known yet is nobody's fault. */
function calibrated(naming: Naming, calibration: HopCalibration | undefined): ProbedHop {
  const { decapsulates = 'untestable', reason = null } = calibration ?? {};
  return {
    ...naming,
    ...NOTHING,
    decapsulates,
    notTestable: reason === null ? null : notTestableWords(reason),
    reason,
  };
}

function hopsOf({ places, facts, calibration, nameOf }: ProbeParts): readonly ProbedHop[] {
  const indexes = places.flatMap(({ at, index }) => (at === null ? [] : [index]));
  return places.map(({ index, address, at, why }): ProbedHop => {
    const naming = { index, address, name: address === null ? null : nameOf(address) };
    if (at === null) return { ...naming, ...NOTHING, decapsulates: 'untestable', notTestable: why };
    const counts = facts?.hops[at];
    return counts === undefined
      ? calibrated(
          naming,
          calibration.find((one) => one.address === address),
        )
      : counted(naming, counts, whereaboutsOf(at, facts?.hops ?? [], indexes));
  });
}

export function probeView(parts: ProbeParts): PathProbeView {
  const hops = hopsOf(parts);
  const { places: _, facts, nameOf: __, trouble, ...rest } = parts;
  const translated = translationWarning({ ...rest, hops });
  const view = {
    ...rest,
    warnings: translated === null ? rest.warnings : [...rest.warnings, translated],
    rounds: facts?.rounds ?? 0,
    hops,
    stretches: stretchesOf(hops),
    trouble: trouble?.text ?? null,
  };
  return { ...view, sentence: withUnreached(view, probeSentence(view)) };
}
