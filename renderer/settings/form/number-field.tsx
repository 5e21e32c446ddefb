import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { changeField, problems, setProblem, view } from '../store.ts';
import { type ConfigPath, pathKey, valueAt } from './config-path.ts';
import { describedBy, Field } from './field.tsx';
import { boundText, numberFault, numberText, parseNumber, type ShownNumber } from './number-text.ts';
import { useCommitted } from './use-committed.ts';

export interface NumberFieldProps extends ShownNumber {
  readonly path: ConfigPath;
  readonly label: string;
  readonly hint: string;
}

export function NumberField(props: NumberFieldProps): JSX.Element {
  const { path, label, unit, scale } = props;
  const id = useId();
  const key = pathKey(path);
  const shown = { unit, scale };
  const bound = view.value?.bounds[key];
  const inForce = useComputed(() => numberText(Number(valueAt(view.value?.config, path)), shown));
  const { text, type, commit } = useCommitted(inForce.value, async (typed) => {
    const fault = numberFault(typed, bound, shown);
    if (fault === null) return changeField(path, parseNumber(typed, shown));
    setProblem(key, fault);
    return false;
  });
  const problem = problems.value.get(key) ?? null;
  const hint = bound === undefined ? props.hint : `${props.hint} ${boundText(bound, shown)}.`.trim();
  return (
    <Field id={id} label={label} hint={hint} problem={problem}>
      <input
        id={id}
        class="input input-number"
        type="text"
        inputMode="decimal"
        autoComplete="off"
        data-field={key}
        value={text}
        aria-invalid={problem === null ? undefined : 'true'}
        aria-describedby={describedBy(id, hint, problem)}
        onInput={(event) => type(event.currentTarget.value)}
        onChange={commit}
      />
      <span class="muted">{unit}</span>
    </Field>
  );
}
