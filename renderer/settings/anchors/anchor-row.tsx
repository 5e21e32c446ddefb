import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { isKind, KINDS } from '../../../main/domain/model/kind.ts';
import type { Outcome } from '../../../main/domain/model/sample.ts';
import { capitalized, KIND_NAMES } from '../../../main/domain/words/names.ts';
import type { Shown } from '../../../main/domain/words/shapes.ts';
import { Button } from '../../components/button.tsx';
import { StateShape } from '../../components/state-shape.tsx';
import { Problem, problemId } from '../form/field.tsx';
import { commitRow, focusRow, removeRow, type TestState, testRow, tests, typeInRow } from './anchor-store.ts';
import { type AnchorRow, hasPort, isChanged } from './rows.ts';

const OUTCOME_SHAPES: Readonly<Record<Outcome, Shown>> = {
  reply: 'good',
  late: 'degraded',
  refused: 'good',
  lost: 'down',
  unreachable: 'down',
  error: 'down',
  suspect: 'unknown',
};

function TestResult({ state }: { readonly state: TestState | undefined }): JSX.Element | null {
  if (state === undefined) return null;
  if (state === 'busy') return <p class="anchor-test small muted">Probing …</p>;
  return (
    <p class="anchor-test small">
      <StateShape state={OUTCOME_SHAPES[state.outcome]} size={12} />
      {state.text}
    </p>
  );
}

/** What a row is called where only its buttons are read. */
const nameOf = ({ draft }: AnchorRow): string =>
  `${KIND_NAMES[draft.kind]}, ${draft.address === '' ? 'new anchor' : draft.address}`;

export function AnchorRowFields({ row }: { readonly row: AnchorRow }): JSX.Element {
  const id = useId();
  const address = useRef<HTMLInputElement>(null);
  const { key, draft, problems } = row;
  useEffect(() => {
    if (focusRow.peek() !== key) return;
    focusRow.value = null;
    address.current?.focus();
  }, []);
  const commit = (): void => {
    if (isChanged(row) && draft.address.trim() !== '') void commitRow(key);
  };
  const invalid = (field: 'kind' | 'address' | 'port') => ({
    'aria-invalid': problems[field] === undefined ? undefined : ('true' as const),
    'aria-describedby': problems[field] === undefined ? undefined : problemId(`${id}-${field}`),
  });
  return (
    <tr data-anchor={row.accepted === null ? 'new' : draft.address}>
      <td>
        <select
          class="input"
          aria-label={`Kind of ${nameOf(row)}`}
          value={draft.kind}
          {...invalid('kind')}
          onChange={({ currentTarget: { value } }) => {
            if (!isKind(value)) return;
            typeInRow(key, { kind: value, port: hasPort(value) ? draft.port : '' });
            if (draft.address.trim() !== '') void commitRow(key);
          }}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {capitalized(KIND_NAMES[kind])}
            </option>
          ))}
        </select>
        <Problem id={`${id}-kind`} text={problems.kind ?? null} />
      </td>
      <td class="anchor-address">
        <input
          ref={address}
          class="input"
          type="text"
          autoComplete="off"
          spellcheck={false}
          placeholder="192.0.2.1 or 2001:db8::1"
          aria-label={`Address of ${nameOf(row)}`}
          value={draft.address}
          {...invalid('address')}
          onInput={(event) => typeInRow(key, { address: event.currentTarget.value })}
          onChange={commit}
        />
        <Problem id={`${id}-address`} text={problems.address ?? null} />
        <div role="status">
          <TestResult state={tests.value.get(key)} />
        </div>
      </td>
      <td class="anchor-port">
        {hasPort(draft.kind) ? (
          <input
            class="input"
            type="text"
            inputMode="numeric"
            autoComplete="off"
            placeholder="port"
            aria-label={`Port of ${nameOf(row)}`}
            value={draft.port}
            {...invalid('port')}
            onInput={(event) => typeInRow(key, { port: event.currentTarget.value })}
            onChange={commit}
          />
        ) : null}
        <Problem id={`${id}-port`} text={problems.port ?? null} />
      </td>
      <td class="anchor-actions">
        <Button
          look="quiet"
          label={`Test ${nameOf(row)}`}
          busy={tests.value.get(key) === 'busy'}
          disabled={draft.address.trim() === ''}
          onClick={() => void testRow(key)}
        >
          Test
        </Button>
        <Button look="quiet" label={`Remove ${nameOf(row)}`} onClick={() => void removeRow(key)}>
          Remove
        </Button>
      </td>
    </tr>
  );
}
