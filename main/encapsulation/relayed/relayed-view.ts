import type { TraceStatus, TraceView, TraceWarning } from '../../domain/model/trace.ts';
import type { WallMs } from '../../domain/model/units.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import type { TraceFacts } from '../../domain/trace/types.ts';
import { buildView } from '../../trace/run/build-view.ts';
import type { TraceFailure } from '../../trace/types.ts';
import type { Found } from '../run/resolve.ts';
import { askingSentence, waySentence } from '../words/way-sentence.ts';

/** All that the view of a trace through somebody else is made of. */
export interface RelayedParts {
  readonly id: string;
  readonly ask: TraceAsk;
  readonly network: string;
  readonly startedMs: WallMs;
  readonly durationMs: number;
  readonly status: TraceStatus;
  /** Null: not resolved yet. */
  readonly relay: Found | null;
  /** Of a trace between two hosts: the other one. */
  readonly goal: Found | null;
  readonly source: string | null;
  /** Null: the relay is still being asked whether it decapsulates. */
  readonly facts: TraceFacts | null;
  readonly sent: number;
  readonly warnings: readonly TraceWarning[];
  readonly nameOf: (address: string) => string | null;
  readonly trouble: { readonly failure: TraceFailure; readonly text: string } | null;
}

function relayOf({ relay, ask, nameOf }: RelayedParts): TraceView['relay'] {
  if (relay === null) return { address: '', name: null };
  const { address } = relay.target;
  const given = ask.way?.direction === 'between' ? ask.way.from : ask.host;
  return { address, name: relay.isName ? given : nameOf(address) };
}

/** Of a reverse trace: this machine, whatever the host is called. */
function ownDestination({ source, nameOf }: RelayedParts): TraceView['destination'] {
  return source === null ? { address: '', name: null } : { address: source, name: nameOf(source) };
}

export function relayedView(parts: RelayedParts): TraceView {
  const { ask, goal, relay, facts, trouble } = parts;
  const direction = ask.way?.direction === 'between' ? 'between' : 'reverse';
  const isReverse = direction === 'reverse';
  const ordinary = buildView({
    ...parts,
    ask: { ...ask, mode: 'once', method: 'icmp', family: relay?.target.family ?? ask.family },
    target: (isReverse ? relay : goal)?.target ?? null,
    isName: !isReverse && goal?.isName === true,
    method: 'icmp',
    pathMtu: null,
    trouble,
  });
  const { sentence: _, comparison, size: __, ...rest } = ordinary;
  const view = {
    ...rest,
    direction,
    relay: relayOf(parts),
    destination: isReverse ? ownDestination(parts) : ordinary.destination,
  } as const;
  const isAsking = facts === null && trouble === null && view.status === 'running';
  return { ...view, comparison, sentence: isAsking ? askingSentence(view) : waySentence(view) };
}
