import { useComputed, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { api } from '../api.ts';
import { Button } from '../components/button.tsx';
import { attempt } from '../components/feedback/toasts.ts';
import { dismissedFirstRun } from './first-run-memory.ts';
import { state } from './store.ts';
import './first-run.css';

/** What happens here, for whoever sees it for the first time. */
export function FirstRun(): JSX.Element | null {
  const first = useComputed(() => state.value.firstRun);
  const dismissed = useSignal(dismissedFirstRun.get());
  if (!first.value || dismissed.value) return null;
  return (
    <section class="first-run" aria-label="First run">
      <div>
        <h2>Faultline has just begun to watch your line</h2>
        <p>
          Once a second it probes public resolvers, your router and your DNS server. The first verdict takes
          some seconds, the charts fill from now on, and all of it stays on this machine.
        </p>
      </div>
      <div class="first-run-actions">
        <Button
          onClick={() => void attempt(() => api.ask('openWindow', { window: 'settings', destination: null }))}
        >
          Choose what is probed
        </Button>
        <Button
          look="quiet"
          onClick={() => {
            dismissedFirstRun.set();
            dismissed.value = true;
          }}
        >
          Got it
        </Button>
      </div>
    </section>
  );
}
