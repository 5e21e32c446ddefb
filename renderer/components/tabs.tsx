import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { rovingTarget } from './roving.ts';
import './tabs.css';

export interface TabItem<Id extends string> {
  readonly id: Id;
  readonly title: string;
  /** Beside the title; null: none. */
  readonly count: number | null;
}

export interface TabsProps<Id extends string> {
  readonly label: string;
  readonly items: readonly TabItem<Id>[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
}

export const tabId = (id: string): string => `tab-${id}`;
export const panelId = (id: string): string => `tabpanel-${id}`;

/** One stop of the Tab key; arrows, Home and End go from tab to tab and choose at once. */
export function Tabs<Id extends string>({ label, items, chosen, onChoose }: TabsProps<Id>): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const at = items.findIndex(({ id }) => id === chosen);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = items[rovingTarget(event.key, at, items.length) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    onChoose(next.id);
    list.current?.querySelector<HTMLElement>(`#${tabId(next.id)}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
      {items.map(({ id, title, count }) => (
        <button
          type="button"
          role="tab"
          key={id}
          id={tabId(id)}
          class="tab"
          aria-selected={id === chosen ? 'true' : 'false'}
          aria-controls={id === chosen ? panelId(id) : undefined}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          {title}
          {count === null ? null : <span class="tab-count">{count}</span>}
        </button>
      ))}
    </div>
  );
}
