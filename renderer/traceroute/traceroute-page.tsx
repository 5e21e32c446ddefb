import { useComputed, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { ToastList } from '../components/feedback/toast-list.tsx';
import { AskBar } from './ask/ask-bar.tsx';
import { RouteChanges } from './changes/route-changes.tsx';
import { Empty } from './empty.tsx';
import { LiveRegion } from './head/live-region.tsx';
import { Result } from './head/result.tsx';
import { HopTable } from './hops/hop-table.tsx';
import { KeptSection } from './kept/kept-section.tsx';
import { Paths } from './paths/paths.tsx';
import { ShareBar } from './sharing/share-bar.tsx';
import { view } from './store.ts';
import './traceroute.css';

function Shown(): JSX.Element {
  const shown = view.value;
  if (shown === null) return <Empty />;
  return (
    <>
      <Result view={shown} />
      {shown.status === 'failed' && shown.hops.length === 0 ? null : <HopTable view={shown} />}
      <RouteChanges view={shown} />
      <Paths view={shown} />
    </>
  );
}

/** Told in the task bar and to screen readers. */
function useTitle(): void {
  useSignalEffect(() => {
    const shown = view.value;
    document.title = shown === null ? 'Traceroute - Faultline' : `${shown.host} - Traceroute - Faultline`;
  });
}

export function TraceroutePage(): JSX.Element {
  const hasTrace = useComputed(() => view.value !== null);
  useTitle();
  return (
    <>
      <AskBar />
      <main>
        <Shown />
        <ShareBar />
        <KeptSection isFolded={hasTrace.value} />
      </main>
      <LiveRegion />
      <ToastList />
    </>
  );
}
