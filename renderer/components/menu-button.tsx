import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { rovingTarget } from './roving.ts';
import './menu-button.css';

export interface MenuItem {
  readonly id: string;
  readonly title: string;
  /** A second, quieter line; empty: none. */
  readonly detail: string;
}

export interface MenuButtonProps {
  readonly children: ComponentChildren;
  readonly items: readonly MenuItem[];
  readonly onChoose: (id: string) => void;
  readonly busy?: boolean;
  /** `quiet`: without an edge, for what is seldom needed. */
  readonly look?: 'plain' | 'quiet';
  /** Where the text alone does not say what it acts on. */
  readonly label?: string;
}

function focusItem(menu: HTMLElement, index: number): void {
  menu.querySelectorAll<HTMLElement>('[role="menuitem"]').item(index).focus();
}

/** Closes when the pointer goes down, or the focus goes, anywhere else. */
function useCloseOutside(
  box: { readonly current: HTMLElement | null },
  open: boolean,
  close: () => void,
): void {
  useEffect(() => {
    if (!open) return;
    const elsewhere = (event: Event): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) close();
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
    };
  }, [open]);
}

/** A button with a short list of things to do: arrows, Home, End, Escape. */
export function MenuButton(props: MenuButtonProps): JSX.Element {
  const { children, items, onChoose, busy = false, look = 'plain' } = props;
  const id = useId();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  useCloseOutside(box, open, () => setOpen(false));
  useEffect(() => {
    if (open && menu.current !== null) focusItem(menu.current, 0);
  }, [open]);
  const closeBack = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onMenuKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      closeBack();
      return;
    }
    const at = items.findIndex((item) => document.activeElement?.id === `${id}-${item.id}`);
    const next = rovingTarget(event.key, at, items.length);
    if (next === null || menu.current === null) return;
    event.preventDefault();
    focusItem(menu.current, next);
  };
  return (
    <div class="menu-box" ref={box}>
      <button
        type="button"
        class={`button button-${look}`}
        ref={button}
        aria-label={props.label}
        aria-haspopup="menu"
        aria-expanded={open ? 'true' : 'false'}
        aria-controls={open ? id : undefined}
        aria-disabled={busy ? 'true' : undefined}
        onClick={() => setOpen(!open && !busy)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || busy) return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children}
        <span class="menu-arrow" aria-hidden="true" />
      </button>
      {open ? (
        <div class="menu" role="menu" id={id} ref={menu} onKeyDown={onMenuKey}>
          {items.map((item) => (
            <button
              type="button"
              role="menuitem"
              class="menu-item"
              key={item.id}
              id={`${id}-${item.id}`}
              tabIndex={-1}
              onClick={() => {
                closeBack();
                onChoose(item.id);
              }}
            >
              {item.title}
              {item.detail === '' ? null : <span class="muted small">{item.detail}</span>}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
