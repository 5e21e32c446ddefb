import { INTERNET } from '../../unit/outage/simulator/kinds.ts';
import { ALL_ANCHORS } from '../../unit/outage/simulator/networks.ts';
import { Random } from '../../unit/outage/simulator/random.ts';
import type { Fault, SeenIncident } from '../../unit/outage/simulator/scenario.ts';
import { type Observer, simulate } from '../../unit/outage/simulator/simulate.ts';
import type { BenchLine } from './lines.ts';
import { ConsecutiveLosses, episodes, PacketCusum } from './peers.ts';

/** Time for the first estimates before anything is asked of a detector. */
const WARM_UP_S = 1800;
const BUDGET_S = 5;

export interface QuietRun {
  readonly days: number;
  readonly falseAlarms: number;
  readonly classes: readonly string[];
  readonly threeInARow: number;
  readonly packetCusum: number;
}

/** The whole detector on every packet of so many days of the line as it is. Peers see the same packets. */
export function quietDays(line: BenchLine, days: number): QuietRun {
  const threeInARow = new ConsecutiveLosses(3);
  const packetCusum = new PacketCusum();
  const observer: Observer = {
    probe(atS, kind, anchor, lost) {
      threeInARow.probe(atS, kind, anchor, lost);
      packetCusum.probe(atS, kind, anchor, lost);
    },
  };
  const { name, timeoutMs } = line;
  const forS = days * 86_400;
  const seen = simulate({ name, seed: 11, forS, line: line.packets(), timeoutMs, expect: [] }, observer);
  return {
    days,
    falseAlarms: seen.incidents.length,
    classes: seen.incidents.map(({ incident }) => incident.class),
    threeInARow: episodes(threeInARow.raisedS),
    packetCusum: episodes(packetCusum.raisedS),
  };
}

export interface OutageRun {
  readonly trials: number;
  readonly raiseS: readonly number[];
  readonly clearS: readonly number[];
  /** Trials named otherwise, not at all, or more than once. */
  readonly misnamed: number;
  readonly peerRaiseS: readonly number[];
}

/** A cut of 20 to 120 s every five minutes or so, at any phase of the probes. */
export function outages(line: BenchLine, trials: number, kinds: Fault['kinds'], name: string): OutageRun {
  const random = new Random(21);
  const faults: Fault[] = [];
  let atS = WARM_UP_S;
  for (let trial = 0; trial < trials; trial += 1) {
    const fromS = atS + random.between(240, 300);
    const toS = fromS + random.between(20, 120);
    faults.push(kinds === undefined ? { fromS, toS, effect: 'cut' } : { fromS, toS, kinds, effect: 'cut' });
    atS = toS;
  }
  const peer = new ConsecutiveLosses(3);
  const seen = simulate(
    { name, seed: 22, forS: atS + 300, line: line.packets(), timeoutMs: line.timeoutMs, faults, expect: [] },
    peer,
  );
  const found = faults.map((fault) => seen.incidents.filter((each) => belongs(each, fault)));
  const right = found.map((each) => (each.length === 1 && each[0]?.incident.class === name ? each[0] : null));
  return {
    trials,
    raiseS: faults
      .flatMap((fault, index) => (right[index]?.raisedS ?? Number.NaN) - fault.fromS)
      .filter(isNumber),
    clearS: faults
      .flatMap((fault, index) => (right[index]?.clearedS ?? Number.NaN) - fault.toS)
      .filter(isNumber),
    misnamed: right.filter((each) => each === null).length,
    peerRaiseS: faults
      .map((fault) => (peer.raisedS.find((raisedS) => raisedS >= fault.fromS) ?? Number.NaN) - fault.fromS)
      .filter(isNumber),
  };
}

const isNumber = (figure: number): boolean => !Number.isNaN(figure);

const belongs = ({ raisedS }: SeenIncident, fault: Fault): boolean =>
  raisedS !== null && raisedS >= fault.fromS && raisedS <= fault.toS + 2 * BUDGET_S;

/** Packet by packet: 90 s of +5 % loss every twenty minutes, after six hours of the line as it is. */
export function extraLoss(line: BenchLine, trials: number): readonly number[] {
  const random = new Random(31);
  const faults: Fault[] = [];
  let atS = 6 * 3600;
  for (let trial = 0; trial < trials; trial += 1) {
    const fromS = atS + random.between(1100, 1200);
    faults.push({ fromS, toS: fromS + 90, kinds: INTERNET, share: 0.05, effect: 'cut' });
    atS = fromS + 90;
  }
  const seen = simulate({
    name: 'extra loss',
    seed: 32,
    forS: atS + 300,
    line: line.packets(),
    timeoutMs: line.timeoutMs,
    anchors: ALL_ANCHORS,
    faults,
    expect: [],
  });
  return faults.map(({ fromS, toS }) => {
    const found = seen.incidents.find(
      ({ incident, raisedS }) =>
        incident.class === 'degraded-loss' &&
        raisedS !== null &&
        raisedS >= fromS &&
        raisedS <= toS + BUDGET_S,
    );
    return found?.raisedS ? found.raisedS - fromS : Number.POSITIVE_INFINITY;
  });
}
