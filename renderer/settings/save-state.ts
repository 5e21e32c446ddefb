import { countOf } from '../../main/domain/words/numbers.ts';
import type { Shown } from '../../main/domain/words/shapes.ts';

export interface SaveFacts {
  readonly saving: boolean;
  /** Something was kept since the window was opened. */
  readonly saved: boolean;
  /** Fields that hold something that was refused. */
  readonly refused: number;
}

/** The line that says whether what is shown is in force. */
export function saveState({ saving, saved, refused }: SaveFacts): {
  readonly shape: Shown | null;
  readonly text: string;
} {
  if (saving) return { shape: null, text: 'Saving …' };
  if (refused > 0) {
    return { shape: 'down', text: `${countOf(refused, 'field')} could not be taken; all else is in force.` };
  }
  return saved
    ? { shape: 'good', text: 'Saved and in force.' }
    : { shape: null, text: 'Each change is saved at once.' };
}
