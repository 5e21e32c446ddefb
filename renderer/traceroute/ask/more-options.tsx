import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { start } from '../running.ts';
import { form, problem } from '../store.ts';
import { countOptions, type Option, optionsOf } from './options.ts';

function OptionField({ option }: { readonly option: Option }): JSX.Element {
  const id = useId();
  const { name, label, explanation } = option;
  const isWrong = problem.value?.field === name;
  return (
    <div class="ask-choice" title={explanation}>
      <label class="small muted" for={id}>
        {label}
      </label>
      <input
        id={id}
        class="ask-input ask-number"
        type="text"
        inputMode="numeric"
        autoComplete="off"
        placeholder="usual"
        value={form.value.options[name]}
        aria-invalid={isWrong ? 'true' : undefined}
        aria-describedby={isWrong ? 'ask-problem' : undefined}
        onInput={({ currentTarget }) => {
          form.value = { ...form.peek(), options: { ...form.peek().options, [name]: currentTarget.value } };
          if (problem.peek()?.field === name) problem.value = null;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') start();
        }}
      />
    </div>
  );
}

/** Whether each round waits for the one before. */
function Rounds(): JSX.Element {
  return (
    <label class="ask-check" title="Else they are spread evenly over the time.">
      <input
        type="checkbox"
        checked={form.value.synchronous}
        onChange={({ currentTarget }) => {
          form.value = { ...form.peek(), synchronous: currentTarget.checked };
        }}
      />
      All hops of a round at once
    </label>
  );
}

/** What is seldom changed: out of the way, but for how many are not as usual. */
export function MoreOptions(): JSX.Element {
  const id = useId();
  const open = useSignal(false);
  const { way } = form.value;
  const options = optionsOf(way);
  const count = countOptions(form.value.options, way);
  // What is wrong in there has to be seen, and stays so while it is mended.
  useSignalEffect(() => {
    if (optionsOf(form.value.way).some(({ name }) => problem.value?.field === name)) open.value = true;
  });
  const shown = open.value;
  return (
    <>
      <button
        type="button"
        class="ask-more small"
        aria-expanded={shown ? 'true' : 'false'}
        aria-controls={id}
        onClick={() => {
          open.value = !shown;
        }}
      >
        <span class="menu-arrow" aria-hidden="true" />
        {count === 0 ? 'More options' : `More options, ${count} set`}
      </button>
      <div class="ask-options" id={id} hidden={!shown}>
        {options.map((option) => (
          <OptionField key={option.name} option={option} />
        ))}
        {way === 'path' ? <Rounds /> : null}
      </div>
    </>
  );
}
