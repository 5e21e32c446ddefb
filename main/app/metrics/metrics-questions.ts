import type { Handlers } from '../../contract/contract.ts';
import type { MetricsTestAnswer, MetricsTestAsk } from '../../contract/metrics-view.ts';
import type { Exporters } from '../../export/types.ts';
import { checkMetrics } from '../../settings/form.ts';

type MetricsQuestions = Pick<Handlers, 'metrics' | 'testMetrics'>;

async function test(exporters: Exporters, { exporter, config }: MetricsTestAsk): Promise<MetricsTestAnswer> {
  const check = checkMetrics(config, exporter);
  if (check.ok) return { test: await exporters.test(exporter, check.metrics) };
  const { problems } = check;
  return { test: { name: exporter, outcome: 'failed', text: problems[0]?.message ?? '' }, problems };
}

export const metricsQuestions = ({ exporters }: { readonly exporters: Exporters }): MetricsQuestions => ({
  metrics: async () => ({ states: exporters.states }),
  testMetrics: (ask) => test(exporters, ask),
});
