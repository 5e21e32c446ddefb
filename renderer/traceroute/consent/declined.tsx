import type { JSX } from 'preact';
import { Button } from '../../components/button.tsx';
import { StateShape } from '../../components/state-shape.tsx';
import { start } from '../running.ts';
import { form } from '../store.ts';
import './consent.css';

function traceForward(): void {
  form.value = { ...form.peek(), way: 'forward' };
  start();
}

/** After "Not now": what did not happen, and what can be done without it. */
export function Declined(): JSX.Element {
  const isPath = form.value.way === 'path';
  return (
    <section class="declined" aria-label="Not sent">
      <StateShape state="unavailable" size={32} />
      <div>
        <h1>Nothing was sent.</h1>
        <p class="muted">
          Without your consent no packet in IP-in-IP leaves this machine. An ordinary trace of the way there
          needs none.
        </p>
        <div class="declined-actions">
          <Button onClick={start}>Ask me again</Button>
          {isPath ? null : <Button onClick={traceForward}>Trace the way there</Button>}
        </div>
      </div>
    </section>
  );
}
