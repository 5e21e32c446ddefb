import { range } from '../store.ts';
import { stepRange } from './actions.ts';
import { chosenSpan, SPANS } from './range.ts';
import './range-bar.css';

/** The lengths, the way back, and whether the end follows the clock. */
export function RangeBar() {
  const { current, before } = range.value;
  const pressed = chosenSpan(current);
  const live = current.mode === 'live';
  return (
    <div class="range-bar" role="toolbar" aria-label="Time shown">
      <div class="range-spans">
        {SPANS.map(({ ms, label, title }) => (
          <button
            type="button"
            key={ms}
            class="range-span"
            aria-label={`${label}, ${title}`}
            aria-pressed={pressed === ms}
            onClick={() => stepRange({ type: 'span', spanMs: ms })}
          >
            {label}
          </button>
        ))}
      </div>
      <button
        type="button"
        class="range-step"
        disabled={before.length === 0}
        onClick={() => stepRange({ type: 'back' })}
      >
        Back
      </button>
      <button
        type="button"
        class="range-live"
        aria-pressed={live}
        onClick={() => stepRange({ type: 'follow', live: !live })}
      >
        Live
      </button>
    </div>
  );
}
