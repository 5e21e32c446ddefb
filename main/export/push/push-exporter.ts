import { join } from 'node:path';
import { artifact } from '../../artifact.ts';
import type { MetricsConfig } from '../../domain/model/metrics-config.ts';
import type { ExporterContext, ExporterKind } from '../types.ts';
import { PushClient } from './client.ts';
import type { PushStart } from './messages.ts';
import { testPush } from './test-push.ts';

export const QUEUE_FILE = 'metrics-queue.sqlite';

export function pushStart(context: Omit<ExporterContext, 'onState'>): PushStart {
  const { metrics, machine, version, dataDirectory } = context;
  return {
    push: metrics.push,
    machine,
    labels: metrics.labels,
    version,
    queuePath: dataDirectory === null ? null : join(dataDirectory, QUEUE_FILE),
  };
}

/** Pushes every probe, with its own time, into a store of series; what can't be delivered waits on disk. */
export const pushExporter: ExporterKind = {
  name: 'push',
  isEnabled: ({ push }) => push.enabled,
  settingsKey: ({ machine, labels, push }: MetricsConfig) => JSON.stringify([machine, labels, push]),
  start: (context) =>
    new PushClient({
      start: pushStart(context),
      script: artifact('metrics-worker.mjs'),
      onState: context.onState,
    }),
  test: (context) => testPush(pushStart(context), context.now),
};
