import { signal } from '@preact/signals';

export interface Toast {
  readonly id: number;
  readonly tone: 'done' | 'trouble';
  readonly text: string;
}

export const toasts = signal<readonly Toast[]>([]);

/** What went well is gone by itself; what did not stays until it was dismissed. */
const DONE_MS = 8000;
const MOST = 3;
let last = 0;

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export function say(tone: Toast['tone'], text: string): void {
  last++;
  const id = last;
  const others = toasts.value.filter((toast) => toast.text !== text);
  toasts.value = [...others, { id, tone, text }].slice(-MOST);
  if (tone === 'done') setTimeout(() => dismiss(id), DONE_MS);
}

/** Does something that main may refuse; the reason is said. False: it was refused. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    say('trouble', reasonOf(error));
    return false;
  }
}

/** Main's refusals are sentences for people already. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
