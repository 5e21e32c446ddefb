import type { HelperAccess, HelperChoice } from '../domain/model/helper-way.ts';

/** What the settings window shows of the helper. */
export type HelperView = HelperAccess;

/** Tried at once, when a person may be asked for a password, and kept in the settings when the helper runs that way. */
export interface HelperWayAsk {
  readonly choice: HelperChoice;
}
