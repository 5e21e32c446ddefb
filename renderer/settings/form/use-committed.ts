import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

/** Steps of an arrow key come in a row; only where they stop is worth a change. */
const SETTLE_MS = 300;

export interface Committed {
  /** What the control shows: what was typed and not taken yet, else what is in force. */
  readonly text: string;
  readonly type: (text: string) => void;
  /** The field was left or finished: taken at once, or after its last step. */
  readonly commit: () => void;
}

/** A text that is taken when it is finished, and stays as it was typed when it is refused. */
export function useCommitted(inForce: string, accept: (text: string) => Promise<boolean>): Committed {
  const typed = useSignal<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const take = useRef(accept);
  take.current = accept;
  const run = async (): Promise<void> => {
    timer.current = undefined;
    const text = typed.peek();
    if (text === null) return;
    const taken = await take.current(text);
    // Typed on meanwhile: that is not what was taken.
    if (taken && typed.peek() === text) typed.value = null;
  };
  // A window that closes meanwhile loses nothing that was finished.
  useEffect(() => {
    const flush = (): void => {
      if (timer.current === undefined) return;
      clearTimeout(timer.current);
      void run();
    };
    addEventListener('pagehide', flush);
    return () => removeEventListener('pagehide', flush);
  }, []);
  return {
    text: typed.value ?? inForce,
    type: (text) => {
      typed.value = text;
    },
    commit: () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => void run(), SETTLE_MS);
    },
  };
}
