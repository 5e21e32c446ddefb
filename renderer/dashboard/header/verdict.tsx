import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { Button } from '../../components/button.tsx';
import { StateShape } from '../../components/state-shape.tsx';
import { retryEngine } from '../advice/actions.ts';
import { state } from '../store.ts';
import { TraceMenu } from '../traces/trace-menu.tsx';
import { resume } from './pause.ts';
import { pauseText } from './pause-text.ts';
import './verdict.css';

/** The one button that changes what the sentence says, where there is one. */
function VerdictAction(): JSX.Element | null {
  const phase = useComputed(() => state.value.phase);
  const paused = useComputed(() => state.value.pause !== null);
  if (phase.value === 'failed') {
    return (
      <Button look="primary" onClick={retryEngine}>
        Try again
      </Button>
    );
  }
  if (!paused.value) return null;
  return (
    <Button look="primary" onClick={resume}>
      Resume
    </Button>
  );
}

/** Nothing can be sent before the engine runs. */
function TraceNow(): JSX.Element | null {
  const offered = useComputed(() => state.value.phase === 'running');
  return offered.value ? <TraceMenu /> : null;
}

/** Only the texts change from second to second. */
export function Verdict(): JSX.Element {
  const shape = useComputed(() => state.value.verdict.state);
  const headline = useComputed(() => state.value.verdict.headline);
  const detail = useComputed(() => {
    const { verdict, pause } = state.value;
    return pause === null ? verdict.detail : pauseText(pause);
  });
  return (
    <section class={`verdict verdict-${shape.value}`} aria-label="Verdict" data-state={shape.value}>
      <StateShape state={shape.value} size={32} />
      <div class="verdict-words">
        <h1>{headline}</h1>
        <p class="muted">{detail}</p>
      </div>
      <div class="verdict-actions">
        <VerdictAction />
        <TraceNow />
      </div>
    </section>
  );
}
