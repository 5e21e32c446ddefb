import { hostname } from 'node:os';
import type { MetricsConfig } from '../../domain/model/metrics-config.ts';
import { EXPORTERS, type ExporterName, type ExporterTest } from '../../domain/model/metrics-state.ts';
import type { Exporters } from '../../export/types.ts';

/** One exporter, tested unless it is off. */
export interface MetricsTest {
  readonly exporter: ExporterName;
  readonly outcome: 'off' | ExporterTest['outcome'];
  /** Empty for one that is off. */
  readonly text: string;
}

/** What `metrics --json` prints. */
export interface MetricsResult {
  readonly command: 'metrics';
  /** What this machine is called in the figures. */
  readonly machine: string;
  readonly exporters: readonly MetricsTest[];
}

/** All that are on, at the same time; the others are named. */
export async function testExporters(
  exporters: Pick<Exporters, 'test'>,
  metrics: MetricsConfig,
): Promise<MetricsResult> {
  const testOne = async (exporter: ExporterName): Promise<MetricsTest> => {
    if (!metrics[exporter].enabled) return { exporter, outcome: 'off', text: '' };
    const { outcome, text } = await exporters.test(exporter, metrics);
    return { exporter, outcome, text };
  };
  return {
    command: 'metrics',
    machine: metrics.machine || hostname(),
    exporters: await Promise.all(EXPORTERS.map(testOne)),
  };
}
