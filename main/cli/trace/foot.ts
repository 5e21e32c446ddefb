import type { TraceView } from '../../domain/model/trace.ts';
import { countOf, countText, millisecondsText } from '../../domain/words/numbers.ts';
import { durationText } from '../../domain/words/times.ts';

/** What the packets were for that no row counts. */
function purposes({ mode, reached, pathMtu, warnings, relay }: TraceView): readonly string[] {
  const has = (start: string): boolean => warnings.some(({ code }) => code.startsWith(start));
  return [
    ...(mode === 'once' ? [] : ['a first look']),
    ...(has('method-fallback') ? ['other methods'] : []),
    ...(pathMtu !== null || has('mtu-') ? ['other sizes'] : []),
    ...(relay === null ? [] : ['what the host does with such packets']),
    reached ? 'past the destination' : 'past the last hop',
  ];
}

/** Why the rows come to less than was sent; empty while it runs, when both still grow. */
function inNoRow(view: TraceView): string {
  const others = view.sent - view.hops.reduce((sum, { sent }) => sum + sent, 0);
  if (view.status === 'running' || others <= 0) return '';
  return ` (${countText(others)} in no row: ${purposes(view).join(', ')})`;
}

/** How much was sent, and how long it took. */
export function sumLine(view: TraceView): string {
  const { mode, rounds, sent, late, duplicate, durationMs } = view;
  const counts = [
    ...(mode === 'continuous' ? [countOf(rounds, 'round')] : []),
    `${countOf(sent, 'probe')}${inNoRow(view)}`,
    ...(late > 0 ? [`${countText(late)} answered late`] : []),
    ...(duplicate > 0 ? [countOf(duplicate, 'extra answer')] : []),
  ];
  const took = durationMs < 9999.5 ? millisecondsText(durationMs) : durationText(durationMs);
  return `${counts.join(', ')} in ${took}`;
}
