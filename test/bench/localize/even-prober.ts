import { SimulatedNetwork } from '../../support/localize/network.ts';
import type { Scenario } from '../../support/localize/scenario.ts';
import { Random } from '../../unit/outage/simulator/random.ts';
import type { HopCount } from './readings/types.ts';

/** Between two packets: the same rate as the localizer's. */
const EVERY_MS = 50;

/** Rounds over all hops in random order, so many packets in all: what simple tools do, and give their readers. */
export function probeEvenly(
  scenario: Scenario,
  family: 'echo' | 'ttl-limited',
  packets: number,
): readonly HopCount[] {
  const network = new SimulatedNetwork(scenario, 1);
  const random = new Random(scenario.seed + 29);
  const count = scenario.path.length;
  const asked = scenario.path.flatMap(({ address }, at) => (address === null ? [] : [at + 1]));
  const tallies = new Map(asked.map((hop) => [hop, { sent: 0, answered: 0 }]));
  let nowMs = 0;
  for (let left = packets; left > 0; ) {
    const order = asked.map((hop) => ({ hop, key: random.next() })).sort((a, b) => a.key - b.key);
    for (const { hop } of order.slice(0, left)) {
      const kind = hop === count ? 'echo' : family;
      const fate = network.send({ id: 0, family: kind, hop, packets: 1, spacingMs: 0 }, nowMs);
      const tally = tallies.get(hop);
      if (tally !== undefined) {
        tally.sent += 1;
        if (fate.answered) tally.answered += 1;
      }
      nowMs += EVERY_MS;
    }
    left -= order.length;
  }
  // Who never answers, and is not known to, tells a reader nothing.
  const isKnown = (hop: number): boolean => {
    const known = scenario.path[hop - 1]?.known;
    return (family === 'echo' || hop === count ? known?.answersEcho : known?.answersTtlLimited) === true;
  };
  return [...tallies].flatMap(([hop, tally]) =>
    tally.answered > 0 || isKnown(hop) ? [{ hop, ...tally }] : [],
  );
}
