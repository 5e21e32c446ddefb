import type { ExporterKind } from '../types.ts';
import { StatsdRun } from './statsd-run.ts';
import { tryStatsd } from './try/try-statsd.ts';

export const statsdExporter: ExporterKind = {
  name: 'statsd',
  isEnabled: ({ statsd }) => statsd.enabled,
  // The further labels are for series that are pushed.
  settingsKey: ({ machine, statsd: { enabled: _enabled, ...statsd } }) => JSON.stringify([machine, statsd]),
  start: (context) => new StatsdRun(context),
  test: (context) => tryStatsd(context),
};
