import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import './question.css';

export interface QuestionProps {
  readonly title: string;
  /** Escape, or what the system has for it. */
  readonly onCancel: () => void;
  /** The buttons, the one that changes nothing first: it gets the focus. */
  readonly actions: ComponentChildren;
  readonly children: ComponentChildren;
  readonly look?: string;
}

/** A question that has to be answered before anything else; the browser holds the focus inside. */
export function Question({ title, onCancel, actions, children, look = '' }: QuestionProps): JSX.Element {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      class={`question ${look}`}
      ref={dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
      // It closes the question alone; what the window does on Escape waits.
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.stopPropagation();
      }}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <div id={`${id}-text`}>{children}</div>
      <div class="question-actions">{actions}</div>
    </dialog>
  );
}
