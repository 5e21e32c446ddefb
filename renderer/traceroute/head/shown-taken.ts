import type { TraceView } from '../../../main/domain/model/trace.ts';
import { localExact } from '../../components/local-time.ts';
import { kept, nowMs, openedId } from '../store.ts';
import { takenText } from './taken.ts';

/** The same of a trace in this window, which is told anew as time goes by. */
export const shownTaken = (view: TraceView): string | null =>
  takenText(view, {
    openedId: openedId.value,
    kept: kept.value ?? [],
    nowMs: nowMs.value,
    momentOf: localExact,
  });
