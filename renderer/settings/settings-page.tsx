import { useComputed } from '@preact/signals';
import { Fragment, type JSX } from 'preact';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ToastList } from '../components/feedback/toast-list.tsx';
import { StateShape } from '../components/state-shape.tsx';
import { AnchorsSection } from './anchors/anchors-section.tsx';
import { HelperSection } from './helper/helper-section.tsx';
import { MetricsSection } from './metrics/metrics-section.tsx';
import { saveState } from './save-state.ts';
import { EncapsulationSection } from './sections/encapsulation.tsx';
import { HistorySection } from './sections/history.tsx';
import { NotificationsSection } from './sections/notifications.tsx';
import { ProbingSection, ThresholdsSection } from './sections/probing.tsx';
import { ResetSection, StartSection } from './sections/start.tsx';
import { load, loadTrouble, refusals, resets, saved, saving, view } from './store.ts';
import './settings.css';

function SaveState(): JSX.Element {
  const now = useComputed(() =>
    saveState({ saving: saving.value > 0, saved: saved.value, refused: refusals.value }),
  );
  const { shape, text } = now.value;
  return (
    <p class="save-state small muted" role="status">
      {shape === null ? null : <StateShape state={shape} size={12} />}
      {text}
    </p>
  );
}

function NoSettings({ reason }: { readonly reason: string }): JSX.Element {
  return (
    <EmptyState shape="unknown" title="The settings could not be read" text={reason}>
      <Button look="primary" onClick={() => void load()}>
        Try again
      </Button>
    </EmptyState>
  );
}

/** A reset voids what was typed: fields begin anew. */
function Form(): JSX.Element {
  return (
    <>
      <Fragment key={resets.value}>
        <Fields />
      </Fragment>
      <ResetSection />
    </>
  );
}

function Fields(): JSX.Element {
  return (
    <>
      <AnchorsSection />
      <NotificationsSection />
      <ProbingSection />
      <ThresholdsSection />
      <HelperSection />
      <EncapsulationSection />
      <HistorySection />
      <MetricsSection />
      <StartSection />
    </>
  );
}

export function SettingsPage(): JSX.Element {
  const ready = useComputed(() => view.value !== null);
  return (
    <>
      <main class="settings">
        <header class="settings-head">
          <h1>Settings</h1>
          <SaveState />
        </header>
        {ready.value ? <Form /> : null}
        {!ready.value && loadTrouble.value === null ? <p class="muted">Reading the settings …</p> : null}
        {!ready.value && loadTrouble.value !== null ? <NoSettings reason={loadTrouble.value} /> : null}
      </main>
      <ToastList />
    </>
  );
}
