import type { JSX } from 'preact';
import { api } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { openTrace } from '../../components/traces/open-trace.ts';
import { TraceList } from '../../components/traces/trace-list.tsx';
import { nowMs } from '../store.ts';
import { TraceMenu } from './trace-menu.tsx';
import { askForTraces, traces, traceTrouble } from './trace-store.ts';
import './trace-tab.css';

/** Kept traces: those that were asked for, and those that were taken as an incident began. */
export function TraceTab(): JSX.Element {
  if (traceTrouble.value !== null) {
    return (
      <EmptyState shape="unknown" title="The traces could not be read" text={traceTrouble.value}>
        <Button onClick={() => void askForTraces(api)}>Try again</Button>
      </EmptyState>
    );
  }
  if (traces.value === null) return <p class="list-loading muted">Reading the traces …</p>;
  if (traces.value.length === 0) {
    return (
      <EmptyState
        shape="unavailable"
        title="No trace so far"
        text="A trace lists every router on the way to an address. One is taken by itself when an incident begins."
      >
        <TraceMenu />
      </EmptyState>
    );
  }
  return (
    <div class="trace-tab">
      <TraceList label="Traces, newest first" traces={traces.value} nowMs={nowMs.value} onOpen={openTrace} />
    </div>
  );
}
