import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { problems } from '../store.ts';
import { describedBy, hintId, Problem } from './field.tsx';

export interface ChoiceProps {
  /** Names the field whose problems are shown here. */
  readonly field: string;
  readonly label: string;
  readonly hint: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A box to tick; what was refused springs back, and says why. */
export function Choice({
  field,
  label,
  hint,
  checked,
  disabled = false,
  onChange,
}: ChoiceProps): JSX.Element {
  const id = useId();
  const problem = problems.value.get(field) ?? null;
  return (
    <div class="choice">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        data-field={field}
        aria-describedby={describedBy(id, hint, problem)}
        onChange={(event) => {
          const wanted = event.currentTarget.checked;
          event.currentTarget.checked = checked;
          onChange(wanted);
        }}
      />
      <div class="choice-words">
        <label for={id}>{label}</label>
        {hint === '' ? null : (
          <p class="muted small" id={hintId(id)}>
            {hint}
          </p>
        )}
        <Problem id={id} text={problem} />
      </div>
    </div>
  );
}
