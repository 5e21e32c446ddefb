import type { JSX } from 'preact';
import type { Shown } from '../../main/domain/words/shapes.ts';
import './state-shape.css';

/** State is always shape, colour and word; the word stands beside it, so the drawing itself says nothing. */
const DRAWINGS: Readonly<Record<Shown, () => JSX.Element>> = {
  good: () => <circle cx="8" cy="8" r="6.5" class="shape-fill" />,
  degraded: () => (
    <>
      <path d="M8 1.2 15.3 14.4H.7Z" class="shape-fill shape-round" />
      <path d="M8 6v4M8 11.8v.6" class="shape-cut" />
    </>
  ),
  down: () => (
    <>
      <rect x="1" y="1" width="14" height="14" rx="2.5" class="shape-fill" />
      <path d="m5 5 6 6m0-6-6 6" class="shape-cut" />
    </>
  ),
  unavailable: () => <circle cx="8" cy="8" r="5.75" class="shape-line" />,
  unknown: () => <circle cx="8" cy="8" r="5.75" class="shape-line shape-dotted" />,
  paused: () => (
    <>
      <rect x="2.5" y="2" width="4" height="12" rx="1" class="shape-fill" />
      <rect x="9.5" y="2" width="4" height="12" rx="1" class="shape-fill" />
    </>
  ),
};

export interface StateShapeProps {
  readonly state: Shown;
  /** Pixels; 16 when left out. */
  readonly size?: number;
}

export function StateShape({ state, size = 16 }: StateShapeProps): JSX.Element {
  const Drawing = DRAWINGS[state];
  return (
    <svg
      class={`shape shape-${state}`}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <Drawing />
    </svg>
  );
}
