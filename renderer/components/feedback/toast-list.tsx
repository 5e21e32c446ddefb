import type { JSX } from 'preact';
import { StateShape } from '../state-shape.tsx';
import { dismiss, hold, release, toasts } from './toasts.ts';
import './toast-list.css';

/** What was just done, or could not be; read out politely. */
export function ToastList(): JSX.Element {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, tone, text }) => (
        <div
          class={`toast toast-${tone}`}
          key={id}
          onPointerEnter={() => hold(id)}
          onPointerLeave={() => release({ id, tone })}
          onFocusIn={() => hold(id)}
          onFocusOut={() => release({ id, tone })}
        >
          <StateShape state={tone === 'done' ? 'good' : 'degraded'} />
          <p>{text}</p>
          <button type="button" class="toast-close" aria-label="Dismiss" onClick={() => dismiss(id)}>
            <span aria-hidden="true">✕</span>
          </button>
        </div>
      ))}
    </div>
  );
}
