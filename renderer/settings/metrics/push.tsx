import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { view } from '../store.ts';
import { ExporterBlock } from './exporter-block.tsx';
import { MetricsSelect } from './fields/metrics-select.tsx';
import { MetricsNumber, MetricsSecret, MetricsText } from './fields/text-fields.tsx';
import { URL_HINTS } from './metrics-words.ts';

const at = (field: string) => ['metrics', 'push', field] as const;

const FORMAT_HINTS = {
  'remote-write': 'What Prometheus and VictoriaMetrics speak.',
  influx: 'Lines of text, for what speaks InfluxDB’s protocol.',
} as const;

export function Push(): JSX.Element {
  const format = useComputed(() => view.value?.config.metrics.push.format ?? 'remote-write');
  return (
    <ExporterBlock name="push">
      <MetricsText path={at('url')} label="Server address" hint={URL_HINTS[format.value]} />
      <MetricsSelect
        path={at('format')}
        label="Format"
        options={{ 'remote-write': 'Remote write', influx: 'Influx lines' }}
        hints={FORMAT_HINTS}
      />
      <MetricsSecret
        path={at('token')}
        label="Push token"
        hint="Sent with every push, as a bearer token, where the server asks for one."
      />
      <MetricsText
        path={at('user')}
        label="User"
        hint="Instead of a token, where the server asks for a name and a password."
      />
      <MetricsSecret
        path={at('password')}
        label="Password"
        hint="Over http:// it can be read on the way, and so can a token."
      />
      <MetricsNumber
        path={at('queueMegabytes')}
        label="Let wait on disk"
        unit="MB"
        hint="While the server is away. When it is full the oldest figures go."
      />
      <MetricsNumber
        path={at('resendSeconds')}
        label="Send again the last"
        unit="s"
        hint="When a server comes back that crashed: what it may have taken and lost. 0: nothing."
      />
    </ExporterBlock>
  );
}
