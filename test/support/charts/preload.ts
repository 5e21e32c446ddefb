import { ApiDouble } from './double.ts';
import { lineWith } from './line.ts';
import { STORY, STORY_NOW } from './story.ts';

const empty = lineWith({ gaps: [], incidents: [], sinceMs: Number.POSITIVE_INFINITY });
const line = location.hash === '#empty' ? empty : STORY;
const double = new ApiDouble(line, STORY_NOW);
Object.assign(window, { faultline: double, double });
