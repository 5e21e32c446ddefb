import type { Pause } from '../../../main/contract/app-state.ts';
import { localClock, type Reader } from '../../components/local-time.ts';

/** What follows `Monitoring is paused.` */
export function pauseText({ untilMs }: Pause, reader: Reader = {}): string {
  const until = untilMs === null ? 'until you resume it' : `until ${localClock(untilMs, reader)}`;
  return `Nothing is measured ${until}; this time stays a gap in the charts.`;
}
