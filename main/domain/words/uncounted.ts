import type { TraceView } from '../model/trace.ts';
import { countText } from './numbers.ts';

type Counted = Pick<TraceView, 'mode' | 'reached' | 'pathMtu' | 'warnings' | 'relay' | 'sent' | 'hops'>;

/** What the packets were for that no row counts. */
function purposes({ mode, reached, pathMtu, warnings, relay }: Counted): readonly string[] {
  const has = (start: string): boolean => warnings.some(({ code }) => code.startsWith(start));
  return [
    ...(mode === 'once' ? [] : ['a first look']),
    ...(has('method-fallback') ? ['other methods'] : []),
    ...(pathMtu !== null || has('mtu-') ? ['other sizes'] : []),
    ...(relay === null ? [] : ['to find out whether the host unwraps such packets']),
    reached ? 'past the destination' : 'past the last hop',
  ];
}

/** `13 in no row: a first look, past the destination`: why the rows come to less than was sent; empty: they don't. */
export function inNoRow(view: Counted): string {
  const others = view.sent - view.hops.reduce((sum, { sent }) => sum + sent, 0);
  return others <= 0 ? '' : `${countText(others)} in no row: ${purposes(view).join(', ')}`;
}
