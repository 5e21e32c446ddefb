import { ALL_ANCHORS } from '../../unit/outage/simulator/networks.ts';
import type { BenchResult } from '../result.ts';
import { MONTH_S, quantile, round, upperBound95 } from './figures.ts';
import type { BenchLine } from './lines.ts';
import { longBursts } from './long-bursts.ts';
import { outageYear } from './outage-year.ts';
import { episodes, RegularPeers } from './peers.ts';
import { Slots } from './slots.ts';

const SEED = 41;

/** The same around the longest bad states of many years; nothing for a line without any. */
export function falseOutagesInLongBursts(line: BenchLine, years: number): readonly BenchResult[] {
  if (line.bursts === undefined) return [];
  const yearMs = 12 * MONTH_S * 1000;
  const seen = Array.from({ length: years }, (_, year) => longBursts(line, SEED + 1 + year, yearMs)).flat();
  const openMs = seen.map(({ raisedMs, clearedMs }) => (clearedMs ?? raisedMs) - raisedMs);
  const classes = [...new Set(seen.map((each) => each.class))].map(
    (name) => `${seen.filter((each) => each.class === name).length} ${name}`,
  );
  const longest = openMs.length === 0 ? '' : `, open for ${round(quantile(openMs, 1) / 1000, 1)} s at most`;
  return [
    {
      name: `${line.name}: false outages in the bad states over 2 s of ${years} years`,
      figure: round(seen.length / (12 * years), 3),
      unit: 'alarms a month',
      budget: '< 1 a month',
      note: `${classes.join(', ') || 'none seen'}${longest}`,
    },
  ];
}

/** Alarms of the outage classes in months of the line as it is, and those of simple rules on the same probes. */
export function falseOutages(line: BenchLine, months: number): readonly BenchResult[] {
  const peers = new RegularPeers(new Slots(ALL_ANCHORS));
  const seen = outageYear(line, SEED, months * MONTH_S * 1000, { losses: peers });
  const count = seen.outages.length;
  const name = `${line.name}: false outages in ${months} months`;
  const unit = 'alarms a month';
  const base = { unit, figure: round(count / months), budget: '< 1 a month' };
  return [
    {
      ...base,
      name,
      peer: '3 losses in a row',
      peerFigure: round(episodes(peers.threeInARow.raisedS) / months),
      note: `${seen.outages.map(({ class: each }) => each).join(', ') || 'none seen'}; ${seen.windows} stretches played, ${round(100 * seen.playedShare)} % of the time`,
    },
    {
      ...base,
      name,
      peer: 'per-packet CUSUM',
      peerFigure: round(episodes(peers.packetCusum.raisedS) / months),
    },
    {
      name: `${name}, 95 % upper bound`,
      figure: round(upperBound95(count) / months),
      unit,
      note: 'one-sided, Poisson',
    },
  ];
}
