import type { ComponentChildren, JSX } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { placeBeside } from './place-beside.ts';
import './hint.css';

export interface HintProps {
  /** What is explained. */
  readonly children: ComponentChildren;
  /** One line for whoever does not know it. */
  readonly text: string;
  readonly look?: 'term' | 'bare';
}

/** A word that explains itself on hover, focus or click; Escape takes the explanation away. */
export function Hint({ children, text, look = 'term' }: HintProps): JSX.Element {
  const id = useId();
  const [shown, show] = useState(false);
  const word = useRef<HTMLButtonElement>(null);
  const tip = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (shown && word.current !== null && tip.current !== null) placeBeside(tip.current, word.current);
  }, [shown]);
  return (
    <span class="hint">
      <button
        type="button"
        class={`hint-word hint-${look}`}
        ref={word}
        aria-describedby={id}
        onMouseEnter={() => show(true)}
        onMouseLeave={() => show(false)}
        onFocus={() => show(true)}
        onBlur={() => show(false)}
        onClick={() => show(true)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && shown) {
            event.stopPropagation();
            show(false);
          }
        }}
      >
        {children}
      </button>
      <span class="hint-tip" role="tooltip" id={id} ref={tip} hidden={!shown}>
        {text}
      </span>
    </span>
  );
}
