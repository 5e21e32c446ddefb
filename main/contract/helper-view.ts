import type { HelperAccess, HelperChoice } from '../domain/model/helper-way.ts';

/** What the settings window shows of the helper. */
export type HelperView = HelperAccess;

/** Kept in the settings, and tried at once: a person may be asked for a password. */
export interface HelperWayAsk {
  readonly choice: HelperChoice;
}
