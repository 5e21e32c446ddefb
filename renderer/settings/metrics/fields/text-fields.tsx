import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Button } from '../../../components/button.tsx';
import type { ConfigPath } from '../../form/config-path.ts';
import { pathKey } from '../../form/config-path.ts';
import { Field } from '../../form/field.tsx';
import { boundText, parseNumber } from '../../form/number-text.ts';
import { view } from '../../store.ts';
import { useDrafted } from './use-drafted.ts';

export interface MetricsFieldProps {
  readonly path: ConfigPath;
  readonly label: string;
  readonly hint: string;
}

const trimmed = (text: string): string => text.trim();

export function MetricsText({ path, label, hint }: MetricsFieldProps): JSX.Element {
  const { id, problem, control } = useDrafted(path, hint, trimmed);
  return (
    <Field id={id} label={label} hint={hint} problem={problem}>
      <input type="text" class="input input-text" autoComplete="off" spellcheck={false} {...control} />
    </Field>
  );
}

export function MetricsNumber(props: MetricsFieldProps & { readonly unit: string }): JSX.Element {
  const { path, label, unit } = props;
  const shown = { unit, scale: 1 };
  const bound = view.value?.bounds[pathKey(path)];
  const hint = bound === undefined ? props.hint : `${props.hint} ${boundText(bound, shown).trim()}.`.trim();
  const { id, problem, control } = useDrafted(path, hint, (text) => parseNumber(text, shown) ?? text);
  return (
    <Field id={id} label={label} hint={hint} problem={problem}>
      <input type="text" class="input input-number" inputMode="decimal" autoComplete="off" {...control} />
      {unit === '' ? null : <span class="muted">{unit}</span>}
    </Field>
  );
}

/** What others must not read over a shoulder; spaces in it are its own. */
export function MetricsSecret({ path, label, hint }: MetricsFieldProps): JSX.Element {
  const shown = useSignal(false);
  const { id, problem, control } = useDrafted(path, hint, (text) => text);
  const same = {
    class: 'input input-text',
    autoComplete: 'new-password',
    spellcheck: false,
    ...control,
  };
  return (
    <Field id={id} label={label} hint={hint} problem={problem}>
      {shown.value ? <input type="text" {...same} /> : <input type="password" {...same} />}
      <Button
        look="quiet"
        label={`${shown.value ? 'Hide' : 'Show'} ${label.toLowerCase()}`}
        onClick={() => {
          shown.value = !shown.value;
        }}
      >
        {shown.value ? 'Hide' : 'Show'}
      </Button>
    </Field>
  );
}
