import { anchorKey } from '../domain/model/anchor.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import { assertNever } from '../domain/model/units.ts';
import type { DetectorInput } from '../domain/outage/types.ts';
import type { MonitorFact } from '../monitor/types.ts';

/** What the world is told of a fact; null: nothing (the detector may still say something because of it). */
export function eventOf(fact: MonitorFact): MonitorEvent | null {
  switch (fact.type) {
    case 'result':
      return { type: 'sample', sample: fact.sample };
    case 'gap':
      return { type: 'gap', gap: fact.gap };
    case 'mode':
      return { type: 'mode', atMs: fact.at.wallMs, mode: fact.mode };
    case 'network':
      return { type: 'network', atMs: fact.at.wallMs, network: fact.network };
    case 'sent':
    case 'tick':
    case 'anchors':
    case 'portal':
      return null;
    default:
      return assertNever(fact);
  }
}

/** What the detector is told of a fact; null: nothing. */
export function detectorInput(fact: MonitorFact): DetectorInput | null {
  const { at } = fact;
  switch (fact.type) {
    case 'sent':
      return { type: 'sent', at, id: fact.id, kind: fact.anchor.kind, anchor: anchorKey(fact.anchor) };
    case 'result':
      return {
        type: 'result',
        at,
        id: fact.sample.id,
        outcome: fact.sample.outcome,
        rttMs: fact.sample.rttMs,
      };
    case 'gap':
      return { type: 'gap', at, from: fact.from, reason: fact.reason };
    case 'anchors':
      return {
        type: 'anchors',
        at,
        anchors: fact.anchors.map((anchor) => ({ kind: anchor.kind, anchor: anchorKey(anchor) })),
      };
    case 'tick':
    case 'network':
    case 'portal':
      return fact;
    case 'mode':
      return null;
    default:
      return assertNever(fact);
  }
}
