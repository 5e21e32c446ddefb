import type { AppState } from '../../../main/contract/app-state.ts';
import { localClock, type Reader } from '../../components/local-time.ts';

/** Null: no quiet hours now. */
export function quietText({ active, untilMs }: AppState['quiet'], reader: Reader = {}): string | null {
  if (!active) return null;
  return untilMs === null ? 'Quiet hours' : `Quiet until ${localClock(untilMs, reader)}`;
}
