import { signal } from '@preact/signals';

export interface Toast {
  readonly id: number;
  readonly tone: 'done' | 'trouble';
  readonly text: string;
}

export const toasts = signal<readonly Toast[]>([]);

/** Each goes by itself; what did not go well is read more slowly. */
export const SHOWN_MS: Readonly<Record<Toast['tone'], number>> = { done: 8000, trouble: 30_000 };
const MOST = 3;
let last = 0;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

/** It stays for as long as somebody is at it. */
export function hold(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
}

export function release({ id, tone }: Pick<Toast, 'id' | 'tone'>): void {
  hold(id);
  timers.set(
    id,
    setTimeout(() => dismiss(id), SHOWN_MS[tone]),
  );
}

export function dismiss(id: number): void {
  hold(id);
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export function say(tone: Toast['tone'], text: string): void {
  last++;
  const id = last;
  const all = toasts.value;
  const stay = [...all.filter((toast) => toast.text !== text), { id, tone, text }].slice(-MOST);
  for (const gone of all.filter((toast) => !stay.includes(toast))) hold(gone.id);
  toasts.value = stay;
  release({ id, tone });
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
