import type { ComponentChildren, JSX } from 'preact';
import type { Shown } from '../../main/domain/words/shapes.ts';
import { StateShape } from './state-shape.tsx';
import './empty-state.css';

export interface EmptyStateProps {
  readonly shape: Shown;
  readonly title: string;
  readonly text: string;
  /** A button that leads on, if there is one. */
  readonly children?: ComponentChildren;
}

/** In place of what is not there: what that means, and what to do. */
export function EmptyState({ shape, title, text, children }: EmptyStateProps): JSX.Element {
  return (
    <div class="empty-state">
      <StateShape state={shape} size={20} />
      <div>
        <p class="empty-state-title">{title}</p>
        <p class="muted">{text}</p>
        {children === undefined ? null : <div class="empty-state-actions">{children}</div>}
      </div>
    </div>
  );
}
