import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { form, problem } from '../store.ts';
import { WAY_WORDS } from './ways.ts';

/** Where the way begins, if not here. */
export function FromField({ onStart }: { readonly onStart: () => void }): JSX.Element {
  const id = useId();
  const isWrong = problem.value?.field === 'from';
  return (
    <div class="ask-address ask-from">
      <label class="small muted" for={id}>
        {WAY_WORDS[form.value.way].from}
      </label>
      <input
        id={id}
        class="ask-input"
        type="text"
        autoComplete="off"
        spellcheck={false}
        placeholder={form.value.way === 'path' ? 'this machine' : '192.0.2.1'}
        value={form.value.from}
        aria-invalid={isWrong ? 'true' : undefined}
        aria-describedby={isWrong ? 'ask-problem' : undefined}
        onInput={({ currentTarget }) => {
          form.value = { ...form.peek(), from: currentTarget.value };
          if (problem.peek() !== null) problem.value = null;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onStart();
        }}
      />
    </div>
  );
}
