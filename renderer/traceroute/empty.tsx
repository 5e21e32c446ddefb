import type { JSX } from 'preact';
import { Button } from '../components/button.tsx';
import { StateShape } from '../components/state-shape.tsx';
import { checkAsk } from './ask/check-ask.ts';
import { suggestionsFor } from './ask/suggestions.ts';
import { WAY_WORDS } from './ask/ways.ts';
import { run } from './running.ts';
import { form, targets } from './store.ts';

const MOST = 6;

function trace(host: string): void {
  form.value = { ...form.peek(), host };
  const checked = checkAsk(form.peek());
  if (checked.ok) void run(checked.ask);
}

/** Before the first trace: what it is, and whom one could trace. */
export function Empty(): JSX.Element {
  const { way } = form.value;
  const hosts = suggestionsFor(targets.value, '').slice(0, MOST);
  return (
    <section class="empty-trace" aria-label="No trace yet">
      <StateShape state="unknown" size={32} />
      <div>
        <h1>{WAY_WORDS[way].question}</h1>
        <p class="muted">{WAY_WORDS[way].explanation}</p>
        {hosts.length === 0 || way !== 'forward' ? null : (
          <div class="empty-targets">
            {hosts.map(({ host }) => (
              <Button key={host} label={`Trace ${host}`} onClick={() => trace(host)}>
                {host}
              </Button>
            ))}
          </div>
        )}
      </div>
    </section>
  );
}
