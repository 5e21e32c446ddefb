import type { JSX } from 'preact';
import { form, problem } from '../store.ts';
import { WAY_WORDS, WAYS, type Way } from './ways.ts';

/** Where the one way begins is nothing to the other. */
function choose(way: Way): void {
  form.value = { ...form.peek(), way, from: '' };
  problem.value = null;
}

/** Whose way is asked for. Radio buttons, so that arrows go from one to the next. */
export function WaySwitch(): JSX.Element {
  const { way } = form.value;
  return (
    <fieldset class="ways">
      <legend class="unseen">Whose way</legend>
      {WAYS.map((one) => (
        <label class="way" key={one}>
          <input
            class="unseen"
            type="radio"
            name="way"
            value={one}
            checked={one === way}
            onChange={() => choose(one)}
          />
          {WAY_WORDS[one].title}
        </label>
      ))}
    </fieldset>
  );
}
