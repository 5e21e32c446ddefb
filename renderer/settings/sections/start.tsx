import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/feedback/confirm.tsx';
import { attempt, say } from '../../components/feedback/toasts.ts';
import { Toggle } from '../form/toggle.tsx';
import { resetAll, version, view } from '../store.ts';

export function StartSection(): JSX.Element {
  const can = view.value?.canStartAtLogin === true;
  return (
    <section class="section" aria-labelledby="start-title">
      <h2 id="start-title">Start</h2>
      <Toggle
        path={['startAtLogin']}
        label="Start when I log in"
        hint={can ? 'It starts in the tray, without a window.' : 'This system offers no start at login.'}
        disabled={!can}
      />
    </section>
  );
}

export function ResetSection(): JSX.Element {
  const asking = useSignal(false);
  const reset = async (): Promise<void> => {
    asking.value = false;
    if (await attempt(resetAll)) say('done', 'All settings are as they were on the first day.');
  };
  return (
    <section class="section" aria-labelledby="reset-title">
      <h2 id="reset-title">All settings</h2>
      <dl class="facts">
        <div>
          <dt>File</dt>
          <dd>
            <span class="path">{view.value?.file ?? ''}</span>
          </dd>
        </div>
        {version.value === '' ? null : (
          <div>
            <dt>Version</dt>
            <dd>Faultline {version}</dd>
          </div>
        )}
      </dl>
      <div class="section-actions">
        <Button
          look="danger"
          onClick={() => {
            asking.value = true;
          }}
        >
          Reset all settings
        </Button>
      </div>
      {asking.value ? (
        <Confirm
          title="Reset all settings?"
          text="Anchors, notifications, quiet hours and everything else here go back to what they were on the first day. The history stays."
          confirm="Reset all settings"
          onConfirm={() => void reset()}
          onCancel={() => {
            asking.value = false;
          }}
        />
      ) : null}
    </section>
  );
}
