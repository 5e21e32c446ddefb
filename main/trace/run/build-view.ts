import type {
  PathMtu,
  TraceHop,
  TraceMethod,
  TraceNode,
  TraceSentence,
  TraceStatus,
  TraceView,
  TraceWarning,
} from '../../domain/model/trace.ts';
import type { WallMs } from '../../domain/model/units.ts';
import { addressNote } from '../../domain/trace/address-note.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import { readHops } from '../../domain/trace/reading/read-hops.ts';
import { sentenceFor } from '../../domain/trace/reading/sentence.ts';
import type { TraceFacts } from '../../domain/trace/types.ts';
import type { Target } from '../host/literal.ts';
import { chosenPort, chosenSize } from './plan.ts';
import type { Trouble } from './trouble.ts';

/** All that a view is made of. */
export interface ViewParts {
  readonly id: string;
  readonly ask: TraceAsk;
  readonly network: string;
  readonly startedMs: WallMs;
  readonly durationMs: number;
  readonly status: TraceStatus;
  /** Null: not resolved yet. */
  readonly target: Target | null;
  readonly isName: boolean;
  readonly source: string | null;
  /** Null: nothing sent yet. */
  readonly method: TraceMethod | null;
  readonly facts: TraceFacts | null;
  /** Packets of all that was tried. */
  readonly sent: number;
  readonly pathMtu: PathMtu | null;
  readonly warnings: readonly TraceWarning[];
  readonly nameOf: (address: string) => string | null;
  readonly trouble: Trouble | null;
}

const NO_FACTS: TraceFacts = {
  reached: false,
  rounds: 0,
  sent: 0,
  received: 0,
  late: 0,
  duplicate: 0,
  hops: [],
  changes: [],
  links: [],
  pathMtu: null,
  warnings: [],
};

function namedHops(hops: readonly TraceHop[], nameOf: ViewParts['nameOf']): readonly TraceHop[] {
  const named = (node: TraceNode): TraceNode => ({
    ...node,
    name: nameOf(node.address),
    note: addressNote(node.address),
  });
  return hops.map((hop) => ({ ...hop, nodes: hop.nodes.map(named) }));
}

function destinationOf({ ask, target, isName, nameOf }: ViewParts): TraceView['destination'] {
  if (target === null) return { address: '', name: null };
  return { address: target.address, name: isName ? ask.host : nameOf(target.address) };
}

/** A machine without a way out is a finding; what else kept a trace from running says nothing of the path. */
function troubleSentence({ failure, text }: Trouble): TraceSentence {
  return { state: failure === 'route' ? 'outage' : 'starting', text };
}

/** Where some of several ways lose, what a hop lost is a mixture of them, and nothing that this hop does. */
function unmixed(hops: readonly TraceHop[], warnings: readonly TraceWarning[]): readonly TraceHop[] {
  if (!warnings.some(({ code }) => code === 'ways-lose')) return hops;
  return hops.map((hop) => (hop.reading === 'loss' ? { ...hop, reading: 'unknown' } : hop));
}

export function buildView(parts: ViewParts): TraceView {
  const { ask, trouble, facts, warnings } = parts;
  const { hops, pathMtu, warnings: noted, ...counts } = facts ?? NO_FACTS;
  const method = parts.method ?? (ask.method === 'auto' ? 'udp' : ask.method);
  const view: Omit<TraceView, 'sentence' | 'comparison'> = {
    id: parts.id,
    status: parts.status,
    mode: ask.mode,
    direction: 'forward',
    relay: null,
    host: ask.host,
    destination: destinationOf(parts),
    family: parts.target?.family ?? ask.family ?? 4,
    method,
    size: chosenSize(ask, method),
    port: chosenPort(ask, method),
    source: parts.source,
    network: parts.network,
    startedMs: parts.startedMs,
    durationMs: parts.durationMs,
    ...counts,
    sent: parts.sent,
    hops: unmixed(readHops(namedHops(hops, parts.nameOf), counts.reached, parts.status === 'done'), noted),
    pathMtu: parts.pathMtu ?? pathMtu,
    warnings: [...warnings, ...noted],
    trouble: trouble === null ? null : trouble.text,
  };
  const sentence = trouble === null ? sentenceFor(view) : troubleSentence(trouble);
  return { ...view, sentence, comparison: null };
}
