import type { Adviser } from './adviser.ts';

export const adviseTray: Adviser = ({ tray }) =>
  tray === null ? null : { id: 'tray', ...tray, action: null };
