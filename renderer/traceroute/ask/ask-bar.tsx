import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { Button } from '../../components/button.tsx';
import { StateShape } from '../../components/state-shape.tsx';
import { start, stop } from '../actions.ts';
import { form, isRunning, problem, starting } from '../store.ts';
import { AddressField } from './address-field.tsx';
import { chosen, FAMILIES, METHODS, MODES } from './choices.ts';
import { MoreOptions } from './more-options.tsx';
import './ask-bar.css';

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly { readonly value: Value; readonly title: string }[];
  readonly value: Value;
  readonly isWrong?: boolean;
  readonly onChoose: (value: Value) => void;
}

function Select<Value extends string>(props: SelectProps<Value>): JSX.Element {
  const { label, choices, value, isWrong = false, onChoose } = props;
  const id = useId();
  return (
    <div class="ask-choice">
      <label class="small muted" for={id}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        aria-invalid={isWrong ? 'true' : undefined}
        aria-describedby={isWrong ? 'ask-problem' : undefined}
        onChange={({ currentTarget }) => {
          const next = chosen(choices, currentTarget.value);
          if (next !== undefined) onChoose(next);
        }}
      >
        {choices.map((one) => (
          <option key={one.value} value={one.value}>
            {one.title}
          </option>
        ))}
      </select>
    </div>
  );
}

function Choices(): JSX.Element {
  const { method, family, mode } = form.value;
  return (
    <>
      <Select
        label="Method"
        choices={METHODS}
        value={method}
        onChoose={(next) => {
          form.value = { ...form.peek(), method: next };
        }}
      />
      <Select
        label="Family"
        choices={FAMILIES}
        value={family}
        isWrong={problem.value?.field === 'family'}
        onChoose={(next) => {
          form.value = { ...form.peek(), family: next };
          problem.value = null;
        }}
      />
      <Select
        label="Mode"
        choices={MODES}
        value={mode}
        onChoose={(next) => {
          form.value = { ...form.peek(), mode: next };
        }}
      />
    </>
  );
}

/** One place, one button: what it does changes with the trace, the focus stays. */
function StartStop(): JSX.Element {
  const running = isRunning.value;
  return (
    <Button look={running ? 'plain' : 'primary'} busy={starting.value} onClick={running ? stop : start}>
      {running ? 'Stop' : 'Start'}
    </Button>
  );
}

/** Whom to trace and how. Enter starts, Escape stops. */
export function AskBar(): JSX.Element {
  const wrong = problem.value;
  return (
    <search class="ask-bar" aria-label="What to trace">
      <div class="ask-fields">
        <AddressField onStart={start} />
        <Choices />
        <StartStop />
      </div>
      <MoreOptions />
      {wrong === null ? null : (
        <p class="ask-problem small" id="ask-problem" role="alert">
          <StateShape state="down" size={12} />
          {wrong.text}
        </p>
      )}
    </search>
  );
}
