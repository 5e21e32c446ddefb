import type { JSX } from 'preact';
import { localSecond } from '../../components/local-time.ts';
import { view } from '../store.ts';
import { LENGTHS, lengthMs, span } from './strip-store.ts';

/** Before that a longer time would show nothing more. */
const SHORTEST = LENGTHS[0];

function Length(): JSX.Element {
  return (
    <select
      class="strip-length"
      aria-label="Time shown"
      value={String(lengthMs.value)}
      onChange={({ currentTarget }) => {
        const chosen = LENGTHS.find(({ ms }) => String(ms) === currentTarget.value);
        if (chosen !== undefined) lengthMs.value = chosen.ms;
      }}
    >
      {LENGTHS.map(({ ms, title }) => (
        <option key={ms} value={String(ms)}>
          {title}
        </option>
      ))}
    </select>
  );
}

/** From when to when all strips are. */
export function StripHead(): JSX.Element {
  const isLong = (view.value?.durationMs ?? 0) > SHORTEST.ms;
  const { fromMs, toMs } = span.value;
  return (
    <span class="head-ends head-strip">
      {isLong ? <Length /> : <span>{localSecond(fromMs)}</span>}
      <span>{localSecond(toMs)}</span>
    </span>
  );
}
