import { useSignal } from '@preact/signals';
import { targets } from '../store.ts';
import { suggestionsFor } from './suggestions.ts';

/** Where an arrow leads in the list, -1: in the field itself. */
function moved(key: string, at: number, count: number): number | null {
  if (key === 'ArrowDown') return at + 1 >= count ? -1 : at + 1;
  if (key === 'ArrowUp') return at < 0 ? count - 1 : at - 1;
  return null;
}

/** What is suggested, and which of it the arrows have come to; -1: none, the text itself. */
export function useSuggestions() {
  const open = useSignal(false);
  const active = useSignal(-1);
  // Opened without typing it shows all, whatever is in the field.
  const sought = useSignal('');
  const items = open.value ? suggestionsFor(targets.value, sought.value) : [];
  return {
    items,
    active: active.value,
    chosen: items[active.value],
    show(typed: string): void {
      open.value = true;
      sought.value = typed;
      active.value = -1;
    },
    close(): void {
      open.value = false;
      sought.value = '';
      active.value = -1;
    },
    /** True: the key was an arrow. */
    move(key: string): boolean {
      const next = moved(key, active.value, items.length);
      if (next === null) return false;
      if (open.value) active.value = next;
      else open.value = true;
      return true;
    },
  };
}

export type Suggestions = ReturnType<typeof useSuggestions>;

export function onFieldKey(
  event: KeyboardEvent,
  list: Suggestions,
  start: (host: string | null) => void,
): void {
  if (list.move(event.key)) {
    event.preventDefault();
  } else if (event.key === 'Escape' && list.items.length > 0) {
    // It closes the list; the trace goes on.
    event.stopPropagation();
    list.close();
  } else if (event.key === 'Enter') {
    event.preventDefault();
    start(list.chosen?.host ?? null);
  }
}
