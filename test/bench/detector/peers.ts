import type { Kind } from '../../../main/domain/model/kind.ts';
import type { Observer } from '../../unit/outage/simulator/simulate.ts';
import type { LossWatcher } from './scout.ts';
import type { Slots } from './slots.ts';

/** More loss that is looked for, as a share. */
const EXTRA = 0.05;
const ONE_EPISODE_S = 60;

/** The usual rule: so many losses in a row of one target make an outage, the first answer ends it. */
export class ConsecutiveLosses implements Observer {
  readonly raisedS: number[] = [];
  private readonly limit: number;
  private readonly runs = new Map<string, number>();

  constructor(limit: number) {
    this.limit = limit;
  }

  probe(atS: number, kind: Kind, anchor: string, lost: boolean): void {
    const key = `${kind} ${anchor}`;
    const run = lost ? (this.runs.get(key) ?? 0) + 1 : 0;
    this.runs.set(key, run);
    if (run === this.limit) this.raisedS.push(atS);
  }
}

/** Page's test on every packet, with the line's average loss learned and +5 % looked for. */
export class PacketCusum implements Observer {
  readonly raisedS: number[] = [];
  private sum = 0;
  private lost = 1;
  private seen = 1000;

  probe(atS: number, kind: Kind, _anchor: string, lost: boolean): void {
    if (!isInternet(kind)) return;
    if (!lost) {
      this.answered(1);
      return;
    }
    const usual = this.usual;
    this.sum += Math.log((usual + EXTRA) / usual);
    this.seen += 1;
    this.lost += 1;
    if (this.sum < 11) return;
    this.raisedS.push(atS);
    this.sum = 0;
  }

  /** So many in a row that were not lost; what is usual is taken once for all of them. */
  answered(count: number): void {
    const { usual } = this;
    this.sum = Math.max(0, this.sum + count * Math.log((1 - usual - EXTRA) / (1 - usual)));
    this.seen += count;
  }

  private get usual(): number {
    return Math.max(0.0001, this.lost / this.seen);
  }
}

/** Alarms less than a minute apart are told as one. */
export function episodes(raisedS: readonly number[]): number {
  let count = 0;
  let lastS = Number.NEGATIVE_INFINITY;
  for (const atS of raisedS) {
    if (atS - lastS >= ONE_EPISODE_S) count += 1;
    lastS = atS;
  }
  return count;
}

/** Both rules on the regular probes alone, told of those that were lost and of the first of an anchor that was not. */
export class RegularPeers implements LossWatcher {
  readonly threeInARow = new ConsecutiveLosses(3);
  readonly packetCusum = new PacketCusum();
  private readonly slots: Slots;
  /** Internet probes of a round: before each place, and in all. */
  private readonly internetBefore: readonly number[];
  private readonly internetRound: number;
  private internetSeen = 0;

  constructor(slots: Slots) {
    this.slots = slots;
    let before = 0;
    const counts = slots.places.map(({ kind }) => {
      const here = before;
      if (isInternet(kind)) before += 1;
      return here;
    });
    this.internetBefore = counts;
    this.internetRound = before;
  }

  regular(slot: number, place: number, lost: boolean): void {
    const target = this.slots.places[place];
    if (target === undefined) return;
    const atS = (slot * this.slots.slotMs) / 1000;
    this.threeInARow.probe(atS, target.kind, target.anchor, lost);
    if (!lost || !isInternet(target.kind)) return;
    const rounds = Math.floor(slot / this.slots.size);
    const before = rounds * this.internetRound + (this.internetBefore[place] ?? 0);
    this.packetCusum.answered(before - this.internetSeen);
    this.packetCusum.probe(atS, target.kind, target.anchor, true);
    this.internetSeen = before + 1;
  }
}

const isInternet = (kind: Kind): boolean => kind !== 'dns' && kind !== 'gateway';
