import type { IncidentClass } from '../../../main/domain/model/incident.ts';
import type { Kind } from '../../../main/domain/model/kind.ts';
import { INTERNET } from '../../unit/outage/simulator/kinds.ts';
import type { BenchOptions, BenchResult, BenchSuite } from '../result.ts';
import { falseOutages, falseOutagesInLongBursts } from './false-outages.ts';
import { MONTH_S, quantile, round } from './figures.ts';
import { latencyYear } from './latency-year.ts';
import { type BenchLine, LINES } from './lines.ts';
import { lossYear } from './loss-year.ts';
import { extraLoss, type OutageRun, outages, quietDays } from './packet-runs.ts';

/** How much is simulated. */
const FULL = {
  outageMonths: 12,
  burstYears: 20,
  days: 3,
  outages: 200,
  classOutages: 60,
  lossTrials: 60,
  binTrials: 2000,
  months: 12,
};
const QUICK = {
  outageMonths: 1,
  burstYears: 1,
  days: 0.1,
  outages: 10,
  classOutages: 4,
  lossTrials: 3,
  binTrials: 300,
  months: 0.5,
};

/** Probes in a bin of 2 s with three anchors and all four internet kinds, with IPv4 alone, and with one kind. */
const PROBES = [24, 12, 6] as const;
const NAMED_BUDGET = 'named <= 5 s';
const CLEARED_BUDGET = 'cleared <= 5 s';
const LOSS_BUDGET = '+5 % loss within 60 s in 95 %';
const FALSE_BUDGET = '< 1 a month';

type Size = typeof FULL;

const CLASSES: readonly (readonly [IncidentClass, readonly Kind[] | undefined])[] = [
  ['ipv4-only', ['tcp4', 'icmp4']],
  ['ipv6-only', ['tcp6', 'icmp6']],
  ['icmp-only', ['icmp4', 'icmp6']],
  ['tcp-only', ['tcp4', 'tcp6']],
  ['dns', ['dns']],
  ['gateway', undefined],
];

export async function run(options: BenchOptions): Promise<readonly BenchResult[]> {
  const size = options.quick ? QUICK : FULL;
  const results: BenchResult[] = [];
  for (const line of LINES) {
    options.say(`  ${line.name}`);
    results.push(...falseOutages(line, size.outageMonths), ...quiet(line, size), ...totals(line, size));
    results.push(...falseOutagesInLongBursts(line, size.burstYears));
    results.push(...loss(line, size), ...packetLoss(line, size));
  }
  options.say('  classes');
  const [, dsl] = LINES;
  if (dsl !== undefined) results.push(...classes(dsl, size));
  return results;
}

export const detectorSuite: BenchSuite = { name: 'detector', run };

function quiet(line: BenchLine, size: Size): readonly BenchResult[] {
  const seen = quietDays(line, size.days);
  const months = (size.days * 86_400) / MONTH_S;
  const packets = `every packet of ${size.days} days`;
  const base = { unit: 'alarms a month', figure: round(seen.falseAlarms / months), budget: FALSE_BUDGET };
  const name = `${line.name}: false alarms, ${packets}`;
  const latency = latencyYear(line, size.months);
  return [
    {
      ...base,
      name,
      peer: '3 losses in a row',
      peerFigure: round(seen.threeInARow / months),
      note: seen.classes.join(', ') || 'none seen',
    },
    { ...base, name, peer: 'per-packet CUSUM', peerFigure: round(seen.packetCusum / months) },
    {
      name: `${line.name}: false latency alarms, ${size.months} months of windows`,
      figure: round(latency / size.months),
      unit: 'alarms a month',
      budget: FALSE_BUDGET,
    },
  ];
}

function totals(line: BenchLine, size: Size): readonly BenchResult[] {
  const seen = outages(line, size.outages, INTERNET, 'total');
  const peer = { peer: '3 losses in a row', peerFigure: round(quantile(seen.peerRaiseS, 0.5)) };
  return delays(`${line.name}: total outage`, seen, peer);
}

function delays(
  name: string,
  seen: OutageRun,
  peer: { peer?: string; peerFigure?: number },
): readonly BenchResult[] {
  const note = `${seen.trials} trials, ${seen.misnamed} not named so, p95 `;
  const median = round(quantile(seen.raiseS, 0.5));
  const ratio = peer.peerFigure === undefined ? {} : { ratio: round(median / peer.peerFigure) };
  return [
    { name: `${name} named, median`, figure: median, unit: 's', ...peer, ...ratio },
    {
      name: `${name} named, worst`,
      figure: round(quantile(seen.raiseS, 1)),
      unit: 's',
      budget: NAMED_BUDGET,
      note: note + round(quantile(seen.raiseS, 0.95)),
    },
    {
      name: `${name} cleared, worst`,
      figure: round(quantile(seen.clearS, 1)),
      unit: 's',
      budget: CLEARED_BUDGET,
      note: `median ${round(quantile(seen.clearS, 0.5))}, p95 ${round(quantile(seen.clearS, 0.95))}`,
    },
  ];
}

function loss(line: BenchLine, size: Size): readonly BenchResult[] {
  return PROBES.flatMap((probes) => {
    const seen = lossYear(line, size.months, size.binTrials, probes);
    const name = `${line.name}: ${probes} probes a bin`;
    return [
      {
        name: `${name}, false loss alarms in ${size.months} months of bins`,
        figure: round(seen.falseAlarms / size.months),
        unit: 'alarms a month',
        budget: FALSE_BUDGET,
      },
      ...lossDelays(`${name}, +5 % loss`, seen.delaysS, `${size.binTrials} trials in bins`),
    ];
  });
}

function packetLoss(line: BenchLine, size: Size): readonly BenchResult[] {
  return lossDelays(
    `${line.name}: every packet, +5 % loss`,
    extraLoss(line, size.lossTrials),
    `${size.lossTrials} trials`,
  );
}

function lossDelays(name: string, delaysS: readonly number[], trials: string): readonly BenchResult[] {
  const within = delaysS.filter((delayS) => delayS <= 60).length / delaysS.length;
  return [
    {
      name: `${name} within 60 s`,
      figure: round(100 * within, 1),
      unit: '%',
      budget: LOSS_BUDGET,
      note: `median ${round(quantile(delaysS, 0.5), 1)} s, p90 ${round(quantile(delaysS, 0.9), 1)} s, ${trials}`,
    },
  ];
}

function classes(line: BenchLine, size: Size): readonly BenchResult[] {
  return CLASSES.flatMap(([name, kinds]) =>
    delays(`${line.name}: ${name}`, outages(line, size.classOutages, kinds, name), {}),
  );
}
