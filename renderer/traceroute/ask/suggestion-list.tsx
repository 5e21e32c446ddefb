import type { JSX } from 'preact';
import type { Suggestion } from './suggestions.ts';

export interface SuggestionListProps {
  readonly id: string;
  readonly items: readonly Suggestion[];
  readonly active: number;
  readonly onChoose: (item: Suggestion) => void;
}

export const optionId = (id: string, at: number): string => `${id}-${at}`;

export function SuggestionList({ id, items, active, onChoose }: SuggestionListProps): JSX.Element {
  return (
    <div class="suggestions" role="listbox" id={id} aria-label="Addresses to trace">
      {items.map((item, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field that holds the focus has the keys
        <div
          key={item.host}
          class="suggestion"
          role="option"
          id={optionId(id, at)}
          aria-selected={at === active ? 'true' : 'false'}
          tabIndex={-1}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(item)}
        >
          <span>{item.host}</span>
          <span class="muted small">{item.why}</span>
        </div>
      ))}
    </div>
  );
}
