import type { StatsdNames } from '../../../domain/model/metrics-config.ts';
import { faultlineNames } from './faultline.ts';
import { scriptNames } from './scripts.ts';
import type { NameSet } from './types.ts';

export const NAME_SETS: Readonly<Record<StatsdNames, (machine: string) => NameSet>> = {
  faultline: faultlineNames,
  scripts: () => scriptNames,
};
