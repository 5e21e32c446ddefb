import type { Anchor } from '../domain/model/anchor.ts';
import type { Config } from '../domain/model/config.ts';
import type { Outcome } from '../domain/model/sample.ts';

export interface Bound {
  readonly min: number;
  readonly max: number;
}

/** What the settings window shows. */
export interface SettingsView {
  readonly config: Config;
  readonly defaults: Config;
  /** Least and most of every number, by its path in the config (`retention.rawHours`). */
  readonly bounds: Readonly<Record<string, Bound>>;
  readonly file: string;
  readonly dataDirectory: string;
  /** Size of the history on disk, bytes; null: there is none. */
  readonly historyBytes: number | null;
  /** False where this system offers no start at login. */
  readonly canStartAtLogin: boolean;
}

/** A field that was refused, and why, to be shown next to it. */
export interface FieldProblem {
  /** `['anchors', 2, 'address']` */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Either everything is taken and in force, or nothing is. */
export type SettingsChange =
  | { readonly ok: true; readonly view: SettingsView }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] };

/** One probe of an anchor that need not be configured yet. */
export interface AnchorTest {
  readonly anchor: Anchor;
  readonly outcome: Outcome;
  readonly rttMs: number | null;
  /** One sentence: what that means. */
  readonly text: string;
  /** Left out when it was probed; else why it was not, field by field (`['address']`). */
  readonly problems?: readonly FieldProblem[];
}
