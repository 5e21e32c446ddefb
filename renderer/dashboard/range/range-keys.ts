import type { RangeAction } from './range.ts';

const STEPS: Readonly<Record<string, RangeAction>> = {
  ArrowLeft: { type: 'pan', share: -0.25 },
  ArrowRight: { type: 'pan', share: 0.25 },
  '+': { type: 'scale', factor: 0.5 },
  '=': { type: 'scale', factor: 0.5 },
  '-': { type: 'scale', factor: 2 },
  Escape: { type: 'back' },
  Backspace: { type: 'back' },
};

/** What a key does while the charts or the timeline have the focus; null: nothing. */
export const stepForKey = (key: string): RangeAction | null => STEPS[key] ?? null;
