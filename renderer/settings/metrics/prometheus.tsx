import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { view } from '../store.ts';
import { ExporterBlock } from './exporter-block.tsx';
import { MetricsNumber, MetricsSecret, MetricsText } from './fields/text-fields.tsx';
import { pageAddress } from './metrics-words.ts';

const at = (field: string) => ['metrics', 'prometheus', field] as const;

/** What Prometheus has to be told, of what is in force. */
function Page(): JSX.Element | null {
  const address = useComputed(() => {
    const config = view.value?.config.metrics.prometheus;
    return config === undefined ? null : pageAddress(config);
  });
  const enabled = view.value?.config.metrics.prometheus.enabled === true;
  if (address.value === null) return null;
  return (
    <dl class="facts">
      <div>
        <dt>{enabled ? 'The page is' : 'The page will be'}</dt>
        <dd>
          <span class="path" data-testid="prometheus-page">
            {address}
          </span>
        </dd>
      </div>
    </dl>
  );
}

export function Prometheus(): JSX.Element {
  return (
    <ExporterBlock name="prometheus">
      <MetricsText
        path={at('address')}
        label="Listen at"
        hint="127.0.0.1: only this machine can fetch the page. For others write an address of this machine, or 0.0.0.0 for all of them."
      />
      <MetricsNumber path={at('port')} label="Page port" unit="" hint="Any that is free." />
      <Page />
      <MetricsSecret
        path={at('token')}
        label="Page token"
        hint="Whoever fetches the page has to send it, as a bearer token. Leave empty to ask nobody."
      />
      <MetricsText
        path={at('certFile')}
        label="Certificate file"
        hint="For https: a PEM file with its whole path. Leave empty for http."
      />
      <MetricsText
        path={at('keyFile')}
        label="Private key file"
        hint="The key of that certificate, a PEM file too."
      />
    </ExporterBlock>
  );
}
