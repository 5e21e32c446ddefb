import type { ComponentChildren, JSX } from 'preact';
import { StateShape } from '../../components/state-shape.tsx';
import './field.css';

/** Ids of what describes a control, for `aria-describedby`. */
export const hintId = (id: string): string => `${id}-hint`;
export const problemId = (id: string): string => `${id}-problem`;

export function describedBy(id: string, hint: string, problem: string | null): string | undefined {
  const ids = [hint === '' ? '' : hintId(id), problem === null ? '' : problemId(id)].filter(
    (one) => one !== '',
  );
  return ids.length === 0 ? undefined : ids.join(' ');
}

export function Problem({
  id,
  text,
}: {
  readonly id: string;
  readonly text: string | null;
}): JSX.Element | null {
  if (text === null) return null;
  return (
    <p class="field-problem small" id={problemId(id)} role="alert">
      <StateShape state="down" size={12} />
      {text}
    </p>
  );
}

export interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly problem: string | null;
  readonly children: ComponentChildren;
}

/** Label, control, what it means, and what is wrong with it. */
export function Field({ id, label, hint, problem, children }: FieldProps): JSX.Element {
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      <div class="field-body">
        <div class="field-control">{children}</div>
        {hint === '' ? null : (
          <p class="field-hint muted small" id={hintId(id)}>
            {hint}
          </p>
        )}
        <Problem id={id} text={problem} />
      </div>
    </div>
  );
}
