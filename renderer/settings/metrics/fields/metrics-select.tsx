import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { EXPORTERS } from '../../../../main/domain/model/metrics-state.ts';
import { type ConfigPath, pathKey, valueAt } from '../../form/config-path.ts';
import { describedBy, Field } from '../../form/field.tsx';
import { problems, view } from '../../store.ts';
import { commit } from '../drafts.ts';
import { voidTest } from '../metrics-store.ts';

export interface MetricsSelectProps<Value extends string> {
  readonly path: ConfigPath;
  readonly label: string;
  readonly options: Readonly<Record<Value, string>>;
  /** What the one that is chosen means. */
  readonly hints: Readonly<Record<Value, string>>;
}

/** One of a few, in force at once; what was refused springs back. */
export function MetricsSelect<Value extends string>(props: MetricsSelectProps<Value>): JSX.Element {
  const { path, label, options, hints } = props;
  const id = useId();
  const key = pathKey(path);
  const chosen = useComputed(() => String(valueAt(view.value?.config, path)));
  const problem = problems.value.get(key) ?? null;
  const hint = Object.entries<string>(hints).find(([value]) => value === chosen.value)?.[1] ?? '';
  return (
    <Field id={id} label={label} hint={hint} problem={problem}>
      <select
        id={id}
        class="input"
        data-field={key}
        value={chosen.value}
        aria-invalid={problem === null ? undefined : 'true'}
        aria-describedby={describedBy(id, hint, problem)}
        onChange={(event) => {
          const wanted = event.currentTarget.value;
          event.currentTarget.value = chosen.value;
          for (const name of EXPORTERS) if (path[1] === name) voidTest(name);
          void commit(path, wanted);
        }}
      >
        {Object.entries<string>(options).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}
