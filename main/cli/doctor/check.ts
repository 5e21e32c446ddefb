import type { HelperAccess } from '../../domain/model/helper-way.ts';
import type { WayedStart } from '../../helper-client/helper-ways.ts';
import type { ConfigLoad } from '../../settings/load-config.ts';
import type { Home } from '../../settings/paths.ts';

export type CheckState = 'ok' | 'limited' | 'no';

export interface Finding {
  readonly state: CheckState;
  /** One sentence without its full stop. */
  readonly text: string;
  /** What would make it better; empty when nothing would, or nothing is amiss. */
  readonly wayOut: string;
}

/** What the checks look at. Nothing is sent to any other machine. */
export interface Surroundings {
  readonly home: Home;
  readonly dataDirectory: string;
  readonly config: ConfigLoad;
  readonly helper: WayedStart;
  /** How the helper could come by its right, as it was before it was started. */
  readonly access: Pick<HelperAccess, 'ways' | 'file' | 'distrust'>;
  /** Effective user id now, after any drop; undefined where there is none. */
  readonly uid: number | undefined;
  /** Root rights were given up for the user behind sudo. */
  readonly dropped: boolean;
  readonly nodeVersion: string;
  /** Of the program around Node; undefined: there is none. */
  readonly electronVersion: string | undefined;
}

/** One thing that can be well or not; the registry lists them in the order they are shown. */
export interface Check {
  readonly id: string;
  readonly title: string;
  run(surroundings: Surroundings): Finding | Promise<Finding>;
}

export const ok = (text: string): Finding => ({ state: 'ok', text, wayOut: '' });
export const limited = (text: string, wayOut = ''): Finding => ({ state: 'limited', text, wayOut });
export const no = (text: string, wayOut = ''): Finding => ({ state: 'no', text, wayOut });
