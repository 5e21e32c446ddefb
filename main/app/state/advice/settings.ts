import type { Adviser } from './adviser.ts';

export const adviseSettings: Adviser = ({ settings }) =>
  settings === null ? null : { id: 'settings', ...settings, action: 'open-settings' };
