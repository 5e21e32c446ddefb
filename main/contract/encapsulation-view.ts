import type { WallMs } from '../domain/model/units.ts';

/** Whether packets in IP-in-IP may be sent on the network this machine is on now, and who said so. */
export interface EncapsulationView {
  /** Its id, by which an answer names it; empty: there is none. */
  readonly network: string;
  /** `eth0 192.0.2.10 via 192.0.2.1` */
  readonly networkLabel: string;
  readonly allowed: boolean;
  /** `settings`: on every network. `answer`: asked and answered for this one. Null: nobody was asked yet. */
  readonly by: 'settings' | 'answer' | null;
  /** When it was answered; null: it was not. */
  readonly sinceMs: WallMs | null;
  /** One line for each run; null: kept nowhere. */
  readonly auditFile: string | null;
}
