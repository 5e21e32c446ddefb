import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { HelperView } from '../../../main/contract/helper-view.ts';
import { HELPER_CHOICES, type HelperChoice } from '../../../main/domain/model/helper-way.ts';
import { Button } from '../../components/button.tsx';
import { StateShape } from '../../components/state-shape.tsx';
import { attempted, helper, pick, picked, useWay } from './helper-store.ts';
import { CHOICE_WORDS, helperStatus, isInForce, obstacleTo } from './helper-words.ts';
import './helper.css';

function Status({ told }: { readonly told: HelperView }): JSX.Element {
  const { shape, headline, detail } = helperStatus(told, attempted.value.kind === 'refused');
  return (
    <div class="helper-status" data-testid="helper-status" role="status">
      <StateShape state={shape} />
      <div>
        <p class="helper-headline">{headline}</p>
        {detail === '' ? null : <p class="muted">{detail}</p>}
      </div>
    </div>
  );
}

interface WayProps {
  readonly choice: HelperChoice;
  readonly checked: boolean;
  readonly obstacle: string;
}

/** One way to choose; where there is an obstacle it can't be, and says why. */
function Way({ choice, checked, obstacle }: WayProps): JSX.Element {
  const id = useId();
  const { title, line } = CHOICE_WORDS[choice];
  return (
    <div class="choice" data-way={choice}>
      <input
        id={id}
        type="radio"
        name="helper-way"
        value={choice}
        checked={checked}
        disabled={obstacle !== ''}
        aria-describedby={`${id}-line`}
        onChange={() => pick(choice)}
      />
      <div class="choice-words">
        <label for={id} class={obstacle === '' ? undefined : 'muted'}>
          {title}
        </label>
        <div class="muted small" id={`${id}-line`}>
          <p>{line}</p>
          {obstacle === '' ? null : (
            <p class="helper-obstacle">
              <StateShape state="unavailable" size={12} />
              <span>{obstacle}</span>
            </p>
          )}
        </div>
      </div>
    </div>
  );
}

/** How the last attempt goes; a refusal is a fact, not an alarm. */
function Outcome(): JSX.Element {
  const now = attempted.value;
  return (
    <div class="helper-outcome" role="status" data-testid="helper-outcome">
      {now.kind === 'waiting' ? (
        <p class="muted">{now.asks ? 'Waiting for your password …' : 'Starting the helper …'}</p>
      ) : null}
      {now.kind === 'refused' ? (
        <>
          <StateShape state="degraded" size={12} />
          <p>{now.reason}</p>
        </>
      ) : null}
    </div>
  );
}

function Ways({ told }: { readonly told: HelperView }): JSX.Element {
  const chosen = picked.value ?? told.choice;
  const now = attempted.value.kind;
  const again = told.active === null && chosen === told.choice;
  return (
    <>
      <fieldset class="choices" disabled={now === 'waiting'}>
        <legend>How it gets the right to open raw sockets</legend>
        {HELPER_CHOICES.map((choice) => (
          <Way key={choice} choice={choice} checked={choice === chosen} obstacle={obstacleTo(told, choice)} />
        ))}
      </fieldset>
      <div class="section-actions helper-actions">
        <Button
          onClick={() => void useWay(chosen)}
          disabled={isInForce(told, chosen) && now !== 'waiting'}
          busy={now === 'waiting'}
        >
          {again ? 'Start the helper' : 'Use this way'}
        </Button>
        <Outcome />
      </div>
    </>
  );
}

/** Whether the helper runs, by which way it got its right, and which other ways there are. */
export function HelperSection(): JSX.Element {
  const told = helper.value;
  return (
    <section class="section" aria-labelledby="helper-title">
      <h2 id="helper-title">Helper</h2>
      <p class="muted">
        A small separate program that sends the pings and the packets of traceroutes. It is the only part of
        Faultline that ever needs more rights than you have.
      </p>
      {told === null ? (
        <p class="muted">Nothing is known of the helper yet.</p>
      ) : (
        <>
          <Status told={told} />
          <Ways told={told} />
          <dl class="facts">
            <div>
              <dt>Program</dt>
              <dd>
                <span class="path">{told.file}</span>
              </dd>
            </div>
          </dl>
        </>
      )}
    </section>
  );
}
