import type { JSX } from 'preact';
import { api } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { TraceList } from '../../components/traces/trace-list.tsx';
import { show } from '../actions.ts';
import { askForKept } from '../connect.ts';
import { kept, keptTrouble, nowMs } from '../store.ts';
import './kept-section.css';

function open(id: string): void {
  window.scrollTo({ top: 0 });
  void show(id);
}

function Kept(): JSX.Element {
  const all = kept.value;
  if (keptTrouble.value !== null) {
    return (
      <EmptyState shape="unknown" title="The kept traces could not be read" text={keptTrouble.value}>
        <Button onClick={() => void askForKept(api)}>Try again</Button>
      </EmptyState>
    );
  }
  if (all === null) return <p class="kept-none muted">Reading the history …</p>;
  if (all.length === 0) return <p class="kept-none muted">Traces that have ended are kept here.</p>;
  return <TraceList label="Kept traces, newest first" traces={all} nowMs={nowMs.value} onOpen={open} />;
}

/** Folded while a trace is shown: then it is what one came for. */
export function KeptSection({ isFolded }: { readonly isFolded: boolean }): JSX.Element {
  const count = kept.value?.length ?? 0;
  return (
    <section class="kept" aria-label="Kept traces">
      <details open={!isFolded}>
        <summary>Kept traces{count === 0 ? null : <span class="kept-count">{count}</span>}</summary>
        <Kept />
      </details>
    </section>
  );
}
