import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { changeField, problems, view } from '../store.ts';
import { type ConfigPath, pathKey, valueAt } from './config-path.ts';
import { describedBy, Field } from './field.tsx';
import { useCommitted } from './use-committed.ts';

export interface TextFieldProps {
  readonly path: ConfigPath;
  readonly label: string;
  readonly hint: string;
  /** `time`: hours and minutes of a day. */
  readonly look?: 'text' | 'time';
}

export function TextField({ path, label, hint, look = 'text' }: TextFieldProps): JSX.Element {
  const id = useId();
  const key = pathKey(path);
  const inForce = useComputed(() => String(valueAt(view.value?.config, path) ?? ''));
  const { text, type, commit } = useCommitted(inForce.value, (typed) => changeField(path, typed.trim()));
  const problem = problems.value.get(key) ?? null;
  const shared = {
    id,
    class: `input input-${look}`,
    autoComplete: 'off',
    'data-field': key,
    value: text,
    'aria-invalid': problem === null ? undefined : ('true' as const),
    'aria-describedby': describedBy(id, hint, problem),
    onInput: (event: { readonly currentTarget: HTMLInputElement }) => type(event.currentTarget.value),
    onChange: commit,
  };
  return (
    <Field id={id} label={label} hint={hint} problem={problem}>
      {look === 'time' ? (
        <input type="time" {...shared} />
      ) : (
        <input type="text" spellcheck={false} {...shared} />
      )}
    </Field>
  );
}
