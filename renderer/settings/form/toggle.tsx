import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { changeField, view } from '../store.ts';
import { Choice } from './choice.tsx';
import { type ConfigPath, pathKey, valueAt } from './config-path.ts';

export interface ToggleProps {
  readonly path: ConfigPath;
  readonly label: string;
  readonly hint: string;
  readonly disabled?: boolean;
}

/** A yes or no of the config; changed at once. */
export function Toggle({ path, label, hint, disabled = false }: ToggleProps): JSX.Element {
  const checked = useComputed(() => valueAt(view.value?.config, path) === true);
  return (
    <Choice
      field={pathKey(path)}
      label={label}
      hint={hint}
      checked={checked.value}
      disabled={disabled}
      onChange={(wanted) => void changeField(path, wanted)}
    />
  );
}
