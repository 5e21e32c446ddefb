import type { Untraced } from '../../../main/domain/trace/schedule/types.ts';

/** What stands in an incident's details where its traces would be. */
export const UNTRACED_WORDS: Readonly<Record<Untraced, string>> = {
  pointless: 'None was taken by itself: no path shows anything of this.',
  unable: 'None was taken by itself: without the helper, or while paused, no traces are sent.',
  'no-target': 'None was taken by itself: no anchor is set that this network has a way to.',
  watched: 'None was taken by itself: that path was being watched for another incident already.',
  spared:
    'None was taken by itself: when incidents follow each other closely, the first three are traced, then one every ten minutes.',
};
