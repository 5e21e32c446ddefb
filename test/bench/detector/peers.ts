import type { Kind } from '../../../main/domain/model/kind.ts';
import type { Observer } from '../../unit/outage/simulator/simulate.ts';

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
    if (kind === 'dns' || kind === 'gateway') return;
    const usual = Math.max(0.0001, this.lost / this.seen);
    const worse = usual + 0.05;
    this.sum = Math.max(0, this.sum + Math.log(lost ? worse / usual : (1 - worse) / (1 - usual)));
    this.seen += 1;
    if (lost) this.lost += 1;
    if (this.sum < 11) return;
    this.raisedS.push(atS);
    this.sum = 0;
  }
}
