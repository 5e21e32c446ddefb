import type { Anchor } from '../../domain/model/anchor.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import { incidentTarget } from '../../domain/trace/schedule/targets.ts';
import type { Engine } from '../../headless/types.ts';

/**
 * Whom the onset's own trace looks at first, until it is stopped: loss shows only over time. Null: the incident is
 * over, or no path tells anything of it.
 */
export function incidentTrace(
  incident: string,
  engine: Pick<Engine, 'open' | 'network'> | null,
  anchors: readonly Anchor[],
): TraceAsk | null {
  const open = engine?.open.find(({ id }) => id === incident);
  if (engine === null || open === undefined) return null;
  const target = incidentTarget(open, engine.network, anchors);
  if (target === null) return null;
  return { host: target.address, mode: 'continuous', method: 'auto', family: target.family };
}
