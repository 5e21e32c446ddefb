import type { TraceView } from '../../domain/model/trace.ts';
import { countOf, countText, millisecondsText } from '../../domain/words/numbers.ts';
import { durationText } from '../../domain/words/times.ts';
import { inNoRow } from '../../domain/words/uncounted.ts';

/** While it runs both sums still grow. */
function others(view: TraceView): string {
  const text = view.status === 'running' ? '' : inNoRow(view);
  return text === '' ? '' : ` (${text})`;
}

/** How much was sent, and how long it took. */
export function sumLine(view: TraceView): string {
  const { mode, rounds, sent, late, duplicate, durationMs } = view;
  const counts = [
    ...(mode === 'continuous' ? [countOf(rounds, 'round')] : []),
    `${countOf(sent, 'probe')}${others(view)}`,
    ...(late > 0 ? [`${countText(late)} answered late`] : []),
    ...(duplicate > 0 ? [countOf(duplicate, 'extra answer')] : []),
  ];
  const took = durationMs < 9999.5 ? millisecondsText(durationMs) : durationText(durationMs);
  return `${counts.join(', ')} in ${took}`;
}
