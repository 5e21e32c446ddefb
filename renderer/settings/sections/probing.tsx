import type { JSX } from 'preact';
import { NumberField } from '../form/number-field.tsx';
import { TextField } from '../form/text-field.tsx';

const SECONDS = { unit: 's', scale: 1000 } as const;

export function ProbingSection(): JSX.Element {
  return (
    <section class="section" aria-labelledby="probing-title">
      <h2 id="probing-title">How it is probed</h2>
      <NumberField
        path={['intervalMs']}
        {...SECONDS}
        label="One probe every"
        hint="For each kind. Slower saves traffic, and notices outages later."
      />
      <NumberField
        path={['timeoutMs']}
        {...SECONDS}
        label="Wait for an answer"
        hint="Until the usual round trip of a target is known; later answers still take a loss back."
      />
      <TextField
        path={['dnsName']}
        label="Name asked of DNS"
        hint="Looked up to see whether names are found."
      />
      <TextField
        path={['portalUrl']}
        label="Sign-in page check"
        hint="Fetched only when a sign-in page is suspected; expects an empty answer. Leave empty for never."
      />
    </section>
  );
}

export function ThresholdsSection(): JSX.Element {
  return (
    <section class="section" aria-labelledby="thresholds-title">
      <h2 id="thresholds-title">What counts as degraded</h2>
      <NumberField
        path={['thresholds', 'lossPercent']}
        unit="%"
        scale={1}
        label="More loss than usual"
        hint="This many more of 100 probes lost than this line usually loses."
      />
      <NumberField
        path={['thresholds', 'latencyMs']}
        unit="ms"
        scale={1}
        label="Slower than usual"
        hint="Answers take this much longer than they usually do."
      />
    </section>
  );
}
