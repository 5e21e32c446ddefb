import type { JSX } from 'preact';
import { MetricsText } from './fields/text-fields.tsx';
import { Labels } from './labels/labels.tsx';
import { Prometheus } from './prometheus.tsx';
import { Push } from './push.tsx';
import { Statsd } from './statsd.tsx';
import './metrics.css';

/** Where figures go for others to keep and draw. */
export function MetricsSection(): JSX.Element {
  return (
    <section class="section" aria-labelledby="metrics-title">
      <h2 id="metrics-title">Metrics</h2>
      <p class="muted">
        Figures of every probe, for a system of yours that keeps and draws them. Nothing is sent until you
        switch it on, and whatever happens there, measuring goes on.
      </p>
      <MetricsText
        path={['metrics', 'machine']}
        label="This machine’s name"
        hint="What it is called there. Leave empty for its host name."
      />
      <Labels />
      <Statsd />
      <Prometheus />
      <Push />
    </section>
  );
}
