import { expect, test } from 'vitest';
import type { Incident } from '../../../main/domain/model/incident.ts';
import { NO_NETWORK } from '../../../main/domain/model/network.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { createDetector } from '../../../main/domain/outage/detector.ts';
import { openExporters } from '../../../main/export/exporters.ts';
import { detectorOptions } from '../../../main/headless/detector-options.ts';
import { type Asked, Pipeline } from '../../../main/headless/pipeline.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { KindDouble } from './exporter-double.ts';
import { incidentOf } from './feed-double.ts';

const MODE = { icmp: 'helper', reason: '' } as const;
const BEFORE_MS = wallMs(1_000_000);
const NOW_MS = wallMs(1_020_000);

test('an incident that an earlier run left open is known to exporters from the start', async () => {
  const detector = createDetector(detectorOptions(DEFAULT_CONFIG));
  const pipeline = new Pipeline(detector);
  const statsd = new KindDouble('statsd');
  const exporters = openExporters({
    version: '1.2.3',
    dataDirectory: null,
    log: () => undefined,
    now: () => NOW_MS,
    loadKinds: async () => [statsd],
  });
  exporters.follow({
    get health() {
      return detector.health;
    },
    get open() {
      return detector.open;
    },
    mode: MODE,
    network: NO_NETWORK,
    subscribe: (listener) => pipeline.listen(listener),
  });
  const { metrics } = DEFAULT_CONFIG;
  await exporters.reconfigure({ metrics: { ...metrics, statsd: { ...metrics.statsd, enabled: true } } });
  pipeline.take({ type: 'mode', at: { monoMs: monoMs(0), wallMs: NOW_MS }, mode: MODE });
  const left: Incident = { ...incidentOf('total-1000'), network: NO_NETWORK.id };
  // As the engine begins: the time before it, then what was left, then what was measured.
  pipeline.emit({ type: 'gap', gap: { fromMs: BEFORE_MS, toMs: NOW_MS, reason: 'not-running' } });
  const monitor: Asked = { burst: () => {}, checkPortal: () => {} };
  pipeline.open(monitor, { open: [left], lastAliveMs: BEFORE_MS });
  expect(statsd.last.taken).toContainEqual({ type: 'incident', phase: 'raised', incident: left });
  await exporters.stop();
});
