import { useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { form, problem, soughtField, typeHost } from '../store.ts';
import { optionId, SuggestionList } from './suggestion-list.tsx';
import { onFieldKey, type Suggestions, useSuggestions } from './use-suggestions.ts';
import { WAY_WORDS } from './ways.ts';

const type = (host: string): void => {
  typeHost(host);
  if (problem.peek() !== null) problem.value = null;
};

/** The cursor goes there when somebody asks for an address, with what is in it selected. */
function useSought(field: { readonly current: HTMLInputElement | null }): void {
  const seen = useRef(0);
  useSignalEffect(() => {
    if (soughtField.value === seen.current) return;
    seen.current = soughtField.value;
    field.current?.focus();
    field.current?.select();
  });
}

interface FieldProps {
  readonly id: string;
  readonly list: Suggestions;
  /** With a suggestion, or with what was typed. */
  readonly onStart: (host: string | null) => void;
}

function Field({ id, list, onStart }: FieldProps): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  const isOpen = list.items.length > 0;
  const isWrong = problem.value?.field === 'host';
  useSought(field);
  return (
    <input
      id={id}
      class="ask-input"
      ref={field}
      type="text"
      role="combobox"
      autoComplete="off"
      spellcheck={false}
      placeholder={WAY_WORDS[form.value.way].placeholder}
      value={form.value.host}
      aria-autocomplete="list"
      aria-expanded={isOpen ? 'true' : 'false'}
      aria-controls={isOpen ? `${id}-list` : undefined}
      aria-activedescendant={list.chosen === undefined ? undefined : optionId(`${id}-list`, list.active)}
      aria-invalid={isWrong ? 'true' : undefined}
      aria-describedby={isWrong ? 'ask-problem' : undefined}
      onInput={({ currentTarget }) => {
        type(currentTarget.value);
        list.show(currentTarget.value);
      }}
      onClick={() => list.show('')}
      onBlur={list.close}
      onKeyDown={(event) => onFieldKey(event, list, onStart)}
    />
  );
}

/** A field with suggestions (ARIA's combobox with a list): arrows choose, Enter starts, Escape closes. */
export function AddressField({ onStart }: { readonly onStart: () => void }): JSX.Element {
  const id = useId();
  const list = useSuggestions();
  const begin = (host: string | null): void => {
    if (host !== null) type(host);
    list.close();
    onStart();
  };
  return (
    <div class="ask-address">
      <label class="small muted" for={id}>
        {WAY_WORDS[form.value.way].field}
      </label>
      <Field id={id} list={list} onStart={begin} />
      {list.items.length === 0 ? null : (
        <SuggestionList
          id={`${id}-list`}
          items={list.items}
          active={list.active}
          onChoose={({ host }) => begin(host)}
        />
      )}
    </div>
  );
}
