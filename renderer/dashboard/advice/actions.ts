import type { Advice } from '../../../main/contract/app-state.ts';
import { api } from '../../api.ts';
import { attempt } from '../../components/feedback/toasts.ts';

export type AdviceAction = NonNullable<Advice['action']>;

export interface ActionButton {
  readonly title: string;
  readonly act: () => Promise<unknown>;
}

export const ACTIONS: Readonly<Record<AdviceAction, ActionButton>> = {
  'fix-helper': { title: 'Start the helper', act: () => api.ask('fixHelper', null) },
  'retry-engine': { title: 'Try again', act: () => api.ask('retryEngine', null) },
  'open-data-folder': { title: 'Open the data folder', act: () => api.ask('openDataFolder', null) },
  'open-settings': {
    title: 'Open the settings',
    act: () => api.ask('openWindow', { window: 'settings', destination: null }),
  },
};

export function retryEngine(): void {
  void attempt(ACTIONS['retry-engine'].act);
}
