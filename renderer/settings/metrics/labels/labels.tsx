import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { MAX_LABELS } from '../../../../main/domain/model/metrics-config.ts';
import { Button } from '../../../components/button.tsx';
import { Problem, problemId } from '../../form/field.tsx';
import { voidTest } from '../metrics-store.ts';
import { settle } from '../settle.ts';
import { isWhole, type Label, type LabelRow } from './label-rows.ts';
import { addLabel, commitLabel, focusRow, removeLabel, rows, typeInLabel } from './label-store.ts';

const nameOf = ({ draft: { name } }: LabelRow): string => (name.trim() === '' ? 'new label' : name.trim());

interface PartProps {
  readonly row: LabelRow;
  readonly part: keyof Label;
  readonly id: string;
}

function Part({ row, part, id }: PartProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const { key, draft, problems } = row;
  useEffect(() => {
    if (part !== 'name' || focusRow.peek() !== key) return;
    focusRow.value = null;
    input.current?.focus();
  }, []);
  const problem = problems[part] ?? null;
  return (
    <td>
      <input
        ref={input}
        class="input"
        type="text"
        autoComplete="off"
        spellcheck={false}
        placeholder={part === 'name' ? 'provider' : 'example'}
        aria-label={`${part === 'name' ? 'Name' : 'Value'} of ${nameOf(row)}`}
        value={draft[part]}
        aria-invalid={problem === null ? undefined : 'true'}
        aria-describedby={problem === null ? undefined : problemId(`${id}-${part}`)}
        onInput={(event) => {
          typeInLabel(key, { [part]: event.currentTarget.value });
          voidTest('push');
        }}
        onChange={() => settle(`label-${key}`, () => void commitLabel(key))}
      />
      <Problem id={`${id}-${part}`} text={problem} />
    </td>
  );
}

function LabelFields({ row }: { readonly row: LabelRow }): JSX.Element {
  const id = useId();
  return (
    <tr data-label={row.accepted === null ? 'new' : row.accepted.name}>
      <Part row={row} part="name" id={id} />
      <Part row={row} part="value" id={id} />
      <td class="labels-actions">
        <Button look="quiet" label={`Remove ${nameOf(row)}`} onClick={() => void removeLabel(row.key)}>
          Remove
        </Button>
      </td>
    </tr>
  );
}

function LabelTable(): JSX.Element {
  return (
    <table class="labels" aria-label="Labels">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
          <th scope="col">
            <span class="unseen">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.value.map((row) => (
          <LabelFields key={row.key} row={row} />
        ))}
      </tbody>
    </table>
  );
}

/** Further labels of every series that is pushed. */
export function Labels(): JSX.Element {
  const unfinished = rows.value.some((row) => row.accepted === null && !isWhole(row));
  return (
    <div class="field">
      <span class="field-label">Labels</span>
      <div class="field-body">
        {rows.value.length === 0 ? null : <LabelTable />}
        <div class="field-control">
          <Button disabled={rows.value.length >= MAX_LABELS} onClick={addLabel}>
            Add a label
          </Button>
        </div>
        <p class="field-hint muted small">
          They go with every figure that is pushed, to tell machines apart: a provider, a place. At most{' '}
          {MAX_LABELS}.{unfinished ? ' A new one is in force when it has a name and a value.' : ''}
        </p>
      </div>
    </div>
  );
}
