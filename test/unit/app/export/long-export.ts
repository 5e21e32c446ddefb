import { parentPort, workerData } from 'node:worker_threads';
import { exportRange } from '../../../../main/app/export/export-range.ts';
import type { RolledRow } from '../../../../main/domain/model/measured.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);
const DAYS = 90;
const ANCHORS = ['192.0.2.1', '192.0.2.2', '192.0.2.3'] as const;

const FIGURES = { minMs: 8.1, meanMs: 10.25, p50Ms: 10, p95Ms: 12, p99Ms: 20.5, maxMs: 31.75 };

function rowOf(minute: number, anchor: string): RolledRow {
  const fromMs = wallMs(START + minute * MINUTE);
  const toMs = wallMs(fromMs + MINUTE);
  const counts = { sent: 60, received: 59, lost: 1, late: 0 };
  return { resolution: 'minute', kind: 'icmp4', anchor, fromMs, toMs, ...counts, ...FIGURES };
}

/** Ninety days of minutes that exist only while they are asked for. Runs in a worker with little memory. */
async function run(): Promise<void> {
  const minutes = DAYS * 24 * 60;
  const result = await exportRange({
    history: {
      flush: async () => {},
      async *measured() {
        for (let minute = 0; minute < minutes; minute += 300) {
          const page: RolledRow[] = [];
          for (let offset = 0; offset < 300; offset += 1) {
            for (const anchor of ANCHORS) page.push(rowOf(minute + offset, anchor));
          }
          yield page;
        }
      },
      async *allIncidents() {},
      gaps: async () => [],
    },
    fromMs: wallMs(START),
    toMs: wallMs(START + DAYS * 24 * 60 * MINUTE),
    nowMs: wallMs(START + DAYS * 24 * 60 * MINUTE),
    zone: 'UTC',
    version: '0',
    ...workerData,
  });
  parentPort?.postMessage(result);
}

await run();
