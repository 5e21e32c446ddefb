import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { Choice } from '../../form/choice.tsx';
import { type ConfigPath, pathKey, valueAt } from '../../form/config-path.ts';
import { view } from '../../store.ts';
import { commit } from '../drafts.ts';

export interface MetricsToggleProps {
  readonly path: ConfigPath;
  readonly label: string;
}

/** Switches an exporter with all that stands in its fields. */
export function MetricsToggle({ path, label }: MetricsToggleProps): JSX.Element {
  const checked = useComputed(() => valueAt(view.value?.config, path) === true);
  return (
    <Choice
      field={pathKey(path)}
      label={label}
      hint=""
      checked={checked.value}
      onChange={(wanted) => void commit(path, wanted)}
    />
  );
}
