import type { JSX } from 'preact';
import { allowance } from '../../components/encapsulation/allowance.ts';
import { AllowanceActions } from '../../components/encapsulation/allowance-actions.tsx';
import { allowanceText } from '../../components/encapsulation/allowance-text.ts';
import { localExactMoment } from '../../components/local-time.ts';
import { Toggle } from '../form/toggle.tsx';

/** Whether packets in IP-in-IP may be sent: on every network, or as it was answered for the one of now. */
export function EncapsulationSection(): JSX.Element {
  const told = allowance.value;
  return (
    <section class="section" aria-labelledby="encapsulation-title">
      <h2 id="encapsulation-title">Ways back and path probes</h2>
      <Toggle
        path={['allowEncapsulation']}
        label="Allow packets in IP-in-IP on every network"
        hint="Off: the traceroute window asks once for each network. Some operators mind such packets; at most 20 a second are sent, and only when you start a run."
      />
      {told === null ? null : (
        <dl class="facts">
          <div>
            <dt>This network</dt>
            <dd data-testid="allowance">
              <span>
                {told.by === null && told.network !== ''
                  ? 'Not allowed: nobody was asked yet.'
                  : allowanceText(told, (atMs) => localExactMoment(atMs, Date.now()))}
              </span>
              <AllowanceActions told={told} look="plain" />
            </dd>
          </div>
        </dl>
      )}
    </section>
  );
}
