import { useComputed } from '@preact/signals';
import { useId } from 'preact/hooks';
import { EXPORTERS } from '../../../../main/domain/model/metrics-state.ts';
import { type ConfigPath, pathKey, valueAt } from '../../form/config-path.ts';
import { describedBy } from '../../form/field.tsx';
import { problems, saving, view } from '../../store.ts';
import { commit, drafts, dropDraft, setDraft } from '../drafts.ts';
import { voidTest } from '../metrics-store.ts';
import { settle } from '../settle.ts';

export interface Drafted {
  readonly id: string;
  readonly problem: string | null;
  /** What every control of a text has. */
  readonly control: {
    readonly id: string;
    readonly 'data-field': string;
    readonly value: string;
    readonly 'aria-invalid': 'true' | undefined;
    readonly 'aria-describedby': string | undefined;
    readonly onInput: (event: { readonly currentTarget: HTMLInputElement }) => void;
    readonly onChange: () => void;
  };
}

/** A text that stands there until it is in force; `read` makes of it what the config holds. */
export function useDrafted(path: ConfigPath, hint: string, read: (text: string) => unknown): Drafted {
  const id = useId();
  const key = pathKey(path);
  const inForce = useComputed(() => String(valueAt(view.value?.config, path) ?? ''));
  const typed = useComputed(() => drafts.value.get(key)?.text ?? null);
  const problem = useComputed(() => problems.value.get(key) ?? null);
  return {
    id,
    problem: problem.value,
    control: {
      id,
      'data-field': key,
      value: typed.value ?? inForce.value,
      'aria-invalid': problem.value === null ? undefined : 'true',
      'aria-describedby': describedBy(id, hint, problem.value),
      onInput: ({ currentTarget: { value: text } }) => {
        const idle = saving.peek() === 0 && problem.peek() === null;
        if (idle && text === inForce.peek()) dropDraft(path);
        else setDraft({ path, text, value: read(text) });
        // The machine's name is part of what every exporter sends.
        for (const name of EXPORTERS) if (path[1] === name || path[1] === 'machine') voidTest(name);
      },
      onChange: () => {
        settle(key, () => {
          if (drafts.peek().has(key)) void commit(path);
        });
      },
    },
  };
}
