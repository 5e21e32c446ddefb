import type { Light } from '../../contract/app-state.ts';
import { type HealthBySubject, SUBJECTS } from '../../domain/model/health.ts';
import type { Figures, RecentSamples } from '../../domain/recent/recent-samples.ts';

const NOTHING_RECENT: Figures = { rttMs: null, loss: null };

/** No finer than people read it: a state that differs in the seventh digit only is not worth telling. */
const rounded = ({ rttMs, loss }: Figures): Figures => ({
  rttMs: rttMs === null ? null : Number(rttMs.toPrecision(3)),
  loss: loss === null ? null : Number(loss.toFixed(4)),
});

/** While paused nothing is recent, however young the last sample is. */
export const lightsOf = (health: HealthBySubject, recent: RecentSamples, paused: boolean): readonly Light[] =>
  SUBJECTS.map((subject) => ({
    subject,
    health: health[subject],
    ...(paused ? NOTHING_RECENT : rounded(recent.figures(subject))),
  }));
