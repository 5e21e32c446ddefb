import { api } from '../../api.ts';
import { attempt } from '../../components/feedback/toasts.ts';
import type { MenuItem } from '../../components/menu-button.tsx';

const MINUTE = 60_000;

const PAUSES: readonly (MenuItem & { readonly forMs: number | null })[] = [
  { id: '15-min', title: 'For 15 minutes', detail: '', forMs: 15 * MINUTE },
  { id: '1-h', title: 'For 1 hour', detail: '', forMs: 60 * MINUTE },
  { id: 'open', title: 'Until I resume', detail: '', forMs: null },
];

export const PAUSE_ITEMS: readonly MenuItem[] = PAUSES;

export function pause(id: string): void {
  const chosen = PAUSES.find((item) => item.id === id);
  if (chosen !== undefined) void attempt(() => api.ask('pause', { forMs: chosen.forMs }));
}

export function resume(): void {
  void attempt(() => api.ask('resume', null));
}
