import { writeSync } from 'node:fs';
import type { Incident } from '../../../main/domain/model/incident.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { openHistory } from '../../../main/history/open.ts';
import { traceView } from '../../unit/app/traces/trace-example.ts';

/**
 * Records a numbered stream until it is killed. Each number is written to stdout before it is recorded. Every
 * second sample is ten minutes old, so that settling goes on all the time; an incident is raised and cleared
 * every 300 ms, and one that a killed run left open is adopted and cleared first. Numbered traces come in between.
 */
const [directory = ''] = process.argv.slice(2);
const history = await openHistory({
  directory,
  rawHours: 48,
  minuteDays: 30,
  hourDays: 365,
  maxBytes: 1e9,
});
const OLD_MS = 600_000;

const clear = (incident: Incident): void =>
  history.record({
    type: 'incident',
    phase: 'cleared',
    incident: { ...incident, untilMs: wallMs(Date.now()), end: 'unknown' },
  });

const adopted = await history.openIncidents();
for (const incident of adopted) clear(incident);
writeSync(1, `${JSON.stringify({ adopted: adopted.map(({ id }) => id) })}\n`);

let number = 0;
setInterval(() => {
  number += 1;
  const now = Date.now();
  writeSync(1, `${JSON.stringify({ number, at: now })}\n`);
  history.record({
    type: 'sample',
    sample: {
      id: number,
      kind: 'icmp4',
      anchor: '192.0.2.1',
      sentWallMs: wallMs(number % 2 === 0 ? now : now - OLD_MS),
      sentMonoMs: monoMs(performance.now()),
      outcome: 'reply',
      rttMs: 10 + (number % 20),
      via: 'socket',
    },
  });
}, 10);

const run = Date.now();
let traces = 0;
setInterval(() => {
  traces += 1;
  const id = `trace-${run}-${traces}`;
  writeSync(1, `${JSON.stringify({ trace: id, at: Date.now() })}\n`);
  const view = traceView({ id, startedMs: wallMs(Date.now()) });
  history.recordTrace(view, { reason: 'asked', incident: null });
}, 70);

let open: Incident | null = null;
setInterval(() => {
  if (open === null) {
    const now = wallMs(Date.now());
    const health = {
      icmp: 'down',
      ipv4: 'down',
      ipv6: 'down',
      dns: 'down',
      gateway: 'good',
    } as const;
    open = {
      id: `total-${now}`,
      class: 'total',
      sinceMs: now,
      raisedMs: now,
      untilMs: null,
      end: null,
      parent: null,
      network: 'lab',
      evidence: { health, failing: ['icmp4'], working: [], lost: 6, sent: 6 },
    };
    history.record({ type: 'incident', phase: 'raised', incident: open });
  } else {
    clear(open);
    open = null;
  }
}, 150);
