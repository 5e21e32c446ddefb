import { useComputed, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import type { TraceView } from '../../main/domain/model/trace.ts';
import { ToastList } from '../components/feedback/toast-list.tsx';
import { AskBar } from './ask/ask-bar.tsx';
import { RouteChanges } from './changes/route-changes.tsx';
import { ConsentDialog } from './consent/consent-question.tsx';
import { Declined } from './consent/declined.tsx';
import { Empty } from './empty.tsx';
import { LiveRegion } from './head/live-region.tsx';
import { Result } from './head/result.tsx';
import { HopTable } from './hops/hop-table.tsx';
import { KeptSection } from './kept/kept-section.tsx';
import { Lanes, type LanesProps } from './lanes/lanes.tsx';
import { Paths } from './paths/paths.tsx';
import { ProbeResult } from './probe/probe-result.tsx';
import { ShareBar } from './sharing/share-bar.tsx';
import { beside, declined, pathProbe, view } from './store.ts';
import { titleOf } from './title.ts';
import './traceroute.css';

const isMute = ({ status, hops }: TraceView): boolean => status === 'failed' && hops.length === 0;

/** All figures of one way, out of the way of the drawing of both. */
function Figures({ title, view: of }: { readonly title: string; readonly view: TraceView }): JSX.Element {
  return (
    <details class="lane-figures">
      <summary>{title}</summary>
      <HopTable view={of} />
    </details>
  );
}

/** The way back, and the way there beside it. Of a way back that is not known the way there is left. */
function BothWays({ there, back }: LanesProps): JSX.Element | null {
  if (isMute(there)) return isMute(back) ? null : <HopTable view={back} />;
  if (isMute(back)) {
    if (there.source === there.destination.address) return null;
    return (
      <section aria-labelledby="there-title">
        <h2 class="lane-alone" id="there-title">
          The way there
        </h2>
        <HopTable view={there} />
      </section>
    );
  }
  return (
    <>
      <Lanes there={there} back={back} />
      <Figures title="All figures of the way back" view={back} />
      <Figures title="All figures of the way there" view={there} />
    </>
  );
}

function ShownTrace({ shown }: { readonly shown: TraceView }): JSX.Element {
  const companion = beside.value;
  if (companion !== null) {
    return (
      <>
        <Result view={shown} />
        <BothWays there={companion} back={shown} />
      </>
    );
  }
  return (
    <>
      <Result view={shown} />
      {isMute(shown) ? null : <HopTable view={shown} />}
      <RouteChanges view={shown} />
      <Paths view={shown} />
    </>
  );
}

function Shown(): JSX.Element {
  const probe = pathProbe.value;
  const shown = view.value;
  if (declined.value) return <Declined />;
  if (probe !== null) return <ProbeResult view={probe} />;
  return shown === null ? <Empty /> : <ShownTrace shown={shown} />;
}

/** Told in the task bar and to screen readers. */
function useTitle(): void {
  useSignalEffect(() => {
    document.title = titleOf(view.value, pathProbe.value);
  });
}

export function TraceroutePage(): JSX.Element {
  const hasTrace = useComputed(() => view.value !== null || pathProbe.value !== null);
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
      <ConsentDialog />
      <ToastList />
    </>
  );
}
