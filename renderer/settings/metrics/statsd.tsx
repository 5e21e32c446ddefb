import type { JSX } from 'preact';
import { ExporterBlock } from './exporter-block.tsx';
import { MetricsSelect } from './fields/metrics-select.tsx';
import { MetricsNumber, MetricsText } from './fields/text-fields.tsx';
import { NAME_HINTS, PROTOCOL_HINTS } from './metrics-words.ts';

const at = (field: string) => ['metrics', 'statsd', field] as const;

export function Statsd(): JSX.Element {
  return (
    <ExporterBlock name="statsd">
      <MetricsText
        path={at('host')}
        label="StatsD server"
        hint="Name or address of the machine it runs on."
      />
      <MetricsNumber path={at('port')} label="StatsD port" unit="" hint="Usually 8125." />
      <MetricsSelect
        path={at('protocol')}
        label="Sent over"
        options={{ udp: 'UDP', tcp: 'TCP' }}
        hints={PROTOCOL_HINTS}
      />
      <MetricsSelect
        path={at('names')}
        label="Names of figures"
        options={{ faultline: 'Faultline’s own', scripts: 'As the three scripts had them' }}
        hints={NAME_HINTS}
      />
      <MetricsText
        path={at('prefix')}
        label="Before every name"
        hint="For example “home.”, with its dot. Leave empty for none."
      />
    </ExporterBlock>
  );
}
