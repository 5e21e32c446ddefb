import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import type { Kind } from '../../../main/domain/model/kind.ts';
import { MenuButton } from '../../components/menu-button.tsx';
import { askForTrace, traceNow } from '../../components/traces/open-trace.ts';
import { ANOTHER, anchorTraces, targetItems } from './target-items.ts';
import { anchors, targets } from './trace-store.ts';

function choose(id: string): void {
  if (id === ANOTHER) askForTrace();
  else traceNow(id);
}

/** Whom to trace; the traceroute window opens with it running. */
export function TraceMenu(): JSX.Element {
  const items = useComputed(() => targetItems(targets.value));
  return (
    <MenuButton items={items.value} onChoose={choose}>
      Trace now
    </MenuButton>
  );
}

/** The same in a row of a list; `of`: what the row is about. */
export function RowTraceMenu({ of }: { readonly of: string }): JSX.Element {
  const items = useComputed(() => targetItems(targets.value));
  return (
    <MenuButton items={items.value} look="quiet" label={`Trace now: ${of}`} onChoose={choose}>
      Trace now
    </MenuButton>
  );
}

/** Beside a chart: its anchors, traced by the packets that it measures with. */
export function AnchorTraceMenu({ kind, name }: { readonly kind: Kind; readonly name: string }) {
  const items = anchorTraces(kind, anchors.value, targets.value);
  if (items.length === 0) return null;
  return (
    <span class="panel-trace">
      <MenuButton
        items={items}
        look="quiet"
        label={`Trace an anchor of ${name}`}
        onChoose={(id) => {
          const chosen = items.find((item) => item.id === id);
          if (chosen !== undefined) traceNow(chosen.host, chosen);
        }}
      >
        Trace
      </MenuButton>
    </span>
  );
}
