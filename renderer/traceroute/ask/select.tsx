import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { chosen } from './choices.ts';

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly choices: readonly { readonly value: Value; readonly title: string }[];
  readonly value: Value;
  readonly isWrong?: boolean;
  readonly onChoose: (value: Value) => void;
}

export function Select<Value extends string>(props: SelectProps<Value>): JSX.Element {
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
