import { prometheusExporter } from './prometheus/prometheus-exporter.ts';
import { pushExporter } from './push/push-exporter.ts';
import { statsdExporter } from './statsd/statsd-exporter.ts';
import type { ExporterKind } from './types.ts';

/** Every exporter there is; one line each. */
export const EXPORTER_KINDS: readonly ExporterKind[] = [statsdExporter, prometheusExporter, pushExporter];
