import type { ComponentChildren, JSX } from 'preact';
import './button.css';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick: () => void;
  /** `primary`: the one thing to do here. `quiet`: without an edge, for what is seldom needed. */
  readonly look?: 'plain' | 'primary' | 'quiet' | 'danger';
  readonly disabled?: boolean;
  /** Being done: stays focusable, does nothing more. */
  readonly busy?: boolean;
  /** Where the text alone does not say what it acts on. */
  readonly label?: string;
  readonly describedBy?: string;
  /** Of what it opens and closes. */
  readonly expanded?: boolean;
}

export function Button(props: ButtonProps): JSX.Element {
  const { children, onClick, look = 'plain', disabled = false, busy = false } = props;
  return (
    <button
      type="button"
      class={`button button-${look}`}
      disabled={disabled}
      aria-disabled={busy ? 'true' : undefined}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      aria-expanded={props.expanded}
      onClick={() => {
        if (!busy) onClick();
      }}
    >
      {children}
    </button>
  );
}
