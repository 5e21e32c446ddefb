import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { INCIDENT_CLASSES, type IncidentClass } from '../../../main/domain/model/incident.ts';
import { CLASS_WORDS } from '../../../main/domain/words/class-words.ts';
import { TestNoticeButton } from '../../components/feedback/test-notice-button.tsx';
import { Choice } from '../form/choice.tsx';
import { Problem } from '../form/field.tsx';
import { NumberField } from '../form/number-field.tsx';
import { TextField } from '../form/text-field.tsx';
import { Toggle } from '../form/toggle.tsx';
import { changeField, problems, view } from '../store.ts';
import { withMuted } from './muted.ts';

const MUTED = ['notifications', 'muted'] as const;

function MutedClasses(): JSX.Element {
  const muted = useComputed(() => view.value?.config.notifications.muted ?? []);
  const choose = (one: IncidentClass, notified: boolean): void =>
    void changeField(MUTED, withMuted(view.peek()?.config.notifications.muted ?? [], one, !notified));
  return (
    <fieldset class="choices">
      <legend>Notify about</legend>
      <div class="choices-grid">
        {INCIDENT_CLASSES.map((one) => (
          <Choice
            key={one}
            field={`notifications.muted.${one}`}
            label={CLASS_WORDS[one].title}
            hint=""
            checked={!muted.value.includes(one)}
            onChange={(notified) => choose(one, notified)}
          />
        ))}
      </div>
      <p class="muted small">The others are only listed.</p>
      <Problem id="muted" text={problems.value.get('notifications.muted') ?? null} />
    </fieldset>
  );
}

function QuietHours(): JSX.Element {
  const enabled = useComputed(() => view.value?.config.notifications.quietHours.enabled === true);
  return (
    <>
      <Toggle
        path={['notifications', 'quietHours', 'enabled']}
        label="Quiet hours"
        hint="Measuring goes on, nothing is shown, and a digest follows when they are over."
      />
      {enabled.value ? (
        <>
          <TextField path={['notifications', 'quietHours', 'from']} look="time" label="Quiet from" hint="" />
          <TextField
            path={['notifications', 'quietHours', 'to']}
            look="time"
            label="Quiet until"
            hint="Earlier than the beginning: on the next day. The same: the whole day."
          />
        </>
      ) : null}
    </>
  );
}

export function NotificationsSection(): JSX.Element {
  return (
    <section class="section" aria-labelledby="notifications-title">
      <h2 id="notifications-title">Notifications</h2>
      <Toggle
        path={['notifications', 'enabled']}
        label="Show notices on the desktop"
        hint="The dashboard lists them in any case."
      />
      <NumberField
        path={['notifyAfterMs']}
        unit="s"
        scale={1000}
        label="When an outage has lasted"
        hint="Shorter ones are listed, but not announced."
      />
      <NumberField
        path={['notifications', 'cooldownMs']}
        unit="min"
        scale={60_000}
        label="Then none of its kind for"
        hint="0: every one is announced."
      />
      <MutedClasses />
      <QuietHours />
      <div class="section-actions">
        <TestNoticeButton />
      </div>
    </section>
  );
}
