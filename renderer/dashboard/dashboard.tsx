import type { JSX } from 'preact';
import { api } from '../api.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ToastList } from '../components/feedback/toast-list.tsx';
import { AdviceBars } from './advice/advice-bars.tsx';
import { connectAgain } from './connect.ts';
import { ExportMenu } from './export/export-menu.tsx';
import { FirstRun } from './first-run.tsx';
import { Lights } from './header/lights.tsx';
import { LiveRegion } from './header/live-region.tsx';
import { TopBar } from './header/top-bar.tsx';
import { Verdict } from './header/verdict.tsx';
import { ListsSection } from './lists-section.tsx';
import { Panels } from './panels/panels.tsx';
import { RangeBar } from './range/range-bar.tsx';
import { answered, unreachable } from './store.ts';
import { Timeline } from './timeline/timeline.tsx';
import './dashboard.css';

function Unreachable({ reason }: { readonly reason: string }): JSX.Element {
  return (
    <main class="unreachable">
      <h1 class="unseen">Faultline</h1>
      <EmptyState shape="unknown" title="This window could not reach Faultline" text={reason}>
        <Button look="primary" onClick={() => void connectAgain(api)}>
          Try again
        </Button>
      </EmptyState>
    </main>
  );
}

function History(): JSX.Element {
  return (
    <div class="history">
      <div class="charts">
        <h2 class="unseen">History</h2>
        <div class="range-row">
          <RangeBar />
          <ExportMenu />
        </div>
        <Timeline />
        <Panels />
      </div>
      <ListsSection />
    </div>
  );
}

export function Dashboard(): JSX.Element {
  if (unreachable.value !== null) return <Unreachable reason={unreachable.value} />;
  return (
    <>
      <TopBar />
      <main>
        <Verdict />
        <AdviceBars />
        <Lights />
        <FirstRun />
        {answered.value ? <History /> : null}
      </main>
      <LiveRegion />
      <ToastList />
    </>
  );
}
