import type { JSX } from 'preact';
import { Button } from '../button.tsx';
import { Question } from './question.tsx';

export interface ConfirmProps {
  readonly title: string;
  readonly text: string;
  /** What is done: `Reset all settings`, never `OK`. */
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks before what can't be undone. */
export function Confirm({ title, text, confirm, onConfirm, onCancel }: ConfirmProps): JSX.Element {
  const actions = (
    <>
      <Button onClick={onCancel}>Cancel</Button>
      <Button look="danger" onClick={onConfirm}>
        {confirm}
      </Button>
    </>
  );
  return (
    <Question title={title} onCancel={onCancel} actions={actions}>
      <p>{text}</p>
    </Question>
  );
}
