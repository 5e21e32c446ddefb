import type { Advice } from '../../../contract/app-state.ts';
import type { AdviceFacts, Adviser } from './adviser.ts';
import { adviseEngine } from './engine.ts';
import { adviseHelper } from './helper.ts';
import { adviseHistory } from './history.ts';
import { adviseSettings } from './settings.ts';
import { adviseTray } from './tray.ts';

/** What matters most comes first. */
const ADVISERS: readonly Adviser[] = [adviseEngine, adviseHistory, adviseHelper, adviseSettings, adviseTray];

export const adviceFor = (facts: AdviceFacts): readonly Advice[] =>
  ADVISERS.flatMap((advise) => advise(facts) ?? []);
