import type { Kind } from '../../../../main/domain/model/kind.ts';
import type { MonitorEvent } from '../../../../main/domain/model/monitor-event.ts';
import type { Sample } from '../../../../main/domain/model/sample.ts';
import { monoMs, wallMs } from '../../../../main/domain/model/units.ts';

let lastId = 0;

/** A reply of 10 ms unless said otherwise, sent at `atMs` of both clocks. */
export function sampleOf(kind: Kind, anchor: string, but: Partial<Sample> = {}, atMs = 1_000): Sample {
  lastId += 1;
  const times = { sentWallMs: wallMs(1_763_000_000_000 + atMs), sentMonoMs: monoMs(atMs) };
  return { id: lastId, kind, anchor, ...times, outcome: 'reply', rttMs: 10, via: 'socket', ...but };
}

export const sampleEvent = (...args: Parameters<typeof sampleOf>): MonitorEvent => ({
  type: 'sample',
  sample: sampleOf(...args),
});
