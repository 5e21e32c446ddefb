import type { AppState } from '../../../main/contract/app-state.ts';

/** Null: nobody looks, so nothing is known of it. */
export function networkText({ network, phase }: Pick<AppState, 'network' | 'phase'>): string | null {
  if (network !== '') return network;
  return phase === 'running' ? 'No network' : null;
}
