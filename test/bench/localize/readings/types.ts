import type { Segment } from '../../../../main/domain/localize/types.ts';

/** What a simple prober counted at one hop that answers at all. */
export interface HopCount {
  readonly hop: number;
  readonly sent: number;
  readonly answered: number;
}

/** A link is called lossy from here on. */
export const LOSSY = 0.01;

/** Whom a reading of the counts blames; null: nobody. `counts`: nearest hop first. */
export type Reading = (counts: readonly HopCount[]) => Segment | null;

export const survivalOf = ({ sent, answered }: HopCount): number => (sent === 0 ? 1 : answered / sent);
