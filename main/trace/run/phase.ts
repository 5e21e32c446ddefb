import type { Attempt } from '../sending/attempt.ts';
import type { MethodLadder } from '../sending/method-ladder.ts';

/** In this order; a phase may be left out, and any may end the run. */
export type Phase =
  | { readonly kind: 'resolving' }
  /** Which method reaches the destination, before the rounds or flows that are asked for. */
  | { readonly kind: 'scouting'; readonly ladder: MethodLadder }
  | { readonly kind: 'tracing'; readonly ladder: MethodLadder }
  /** How large a packet may be. */
  | { readonly kind: 'sizing'; readonly path: Attempt; readonly sizes: Attempt }
  /** All is known but for some names. */
  | { readonly kind: 'naming'; readonly path: Attempt }
  | { readonly kind: 'ended'; readonly path: Attempt | null };

/** Whose facts are shown. */
export function pathOf(phase: Phase): Attempt | null {
  switch (phase.kind) {
    case 'resolving':
      return null;
    case 'scouting':
    case 'tracing':
      return phase.ladder.best;
    case 'sizing':
    case 'naming':
    case 'ended':
      return phase.path;
  }
}

/** What is under way is given up; what is known stays. */
export function stopPhase(phase: Phase): void {
  if (phase.kind === 'scouting' || phase.kind === 'tracing') phase.ladder.stop();
  if (phase.kind === 'sizing') phase.sizes.stop();
}

/** The helper is gone. False: nothing was sent yet, and nothing can be. */
export function losePhase(phase: Phase): boolean {
  if (phase.kind === 'scouting' || phase.kind === 'tracing') phase.ladder.lose();
  if (phase.kind === 'sizing') phase.sizes.lose();
  return phase.kind !== 'resolving';
}
