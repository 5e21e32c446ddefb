import type { Gap } from '../../domain/model/gap.ts';
import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { Sample } from '../../domain/model/sample.ts';
import { assertNever } from '../../domain/model/units.ts';
import { GAP_TEXTS } from '../../domain/words/names.ts';
import { isoTime } from '../json-time.ts';
import { roundedOrNull } from '../rounded.ts';
import { incidentJson } from './incident-json.ts';

function sampleJson(sample: Sample) {
  return {
    kind: sample.kind,
    anchor: sample.anchor,
    at: isoTime(sample.sentWallMs),
    outcome: sample.outcome,
    rttMs: roundedOrNull(sample.rttMs),
    via: sample.via,
    ...(sample.detail === undefined ? {} : { detail: sample.detail }),
    // A late answer is always the second word on a probe that was called lost before.
    ...(sample.outcome === 'late' ? { revised: true } : {}),
  };
}

export function gapJson(gap: Gap) {
  return {
    from: isoTime(gap.fromMs),
    to: isoTime(gap.toMs),
    durationMs: Math.max(0, gap.toMs - gap.fromMs),
    reason: gap.reason,
    text: GAP_TEXTS[gap.reason],
  };
}

/** One event as one flat object, as docs/cli.md lists it. */
export function eventJson(event: MonitorEvent, nowMs: number): object {
  const { type } = event;
  switch (type) {
    case 'sample':
      return { type, ...sampleJson(event.sample) };
    case 'health': {
      const { subject, health, previous, all } = event;
      return { type, at: isoTime(event.atMs), subject, health, previous, all };
    }
    case 'incident':
      return { type, phase: event.phase, ...incidentJson(event.incident, nowMs) };
    case 'gap':
      return { type, ...gapJson(event.gap) };
    case 'mode':
      return { type, at: isoTime(event.atMs), ...event.mode };
    case 'network':
      return { type, at: isoTime(event.atMs), ...event.network };
    default:
      return assertNever(event);
  }
}
