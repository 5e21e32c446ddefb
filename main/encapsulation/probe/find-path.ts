import type { TraceView, TraceWarning } from '../../domain/model/trace.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import type { RunningTrace } from '../../trace/types.ts';
import type { EncapsulationPorts } from '../run/ports.ts';
import { type Found, otherFamily, resolve } from '../run/resolve.ts';
import { createStartEncapsulatedTrace } from '../start-encapsulated-trace.ts';
import type { EncapsulationSurroundings, PathProbeAsk } from '../types.ts';
import type { ProbeTrouble } from '../words/trouble.ts';
import { givenHops, isFar, type Place, placesOf, tracedHops } from './places.ts';

export interface FoundPath {
  readonly family: 4 | 6;
  /** Own address towards its beginning. */
  readonly source: string;
  readonly places: readonly Place[];
  readonly warnings: readonly TraceWarning[];
}

export type PathFinding =
  | { readonly ok: true; readonly path: FoundPath }
  | { readonly ok: false; readonly trouble: ProbeTrouble };

export interface PathSearch {
  readonly ask: PathProbeAsk;
  readonly around: EncapsulationSurroundings;
  readonly ports: EncapsulationPorts;
  /** The trace that finds it, so that it can be watched and ended early. */
  readonly onTrace: (trace: RunningTrace) => void;
}

/** A hop that is missed is missing in the path: ordinary probes cost little, those through somebody else more. */
const ORDINARY_QUERIES = 5;
const RELAYED_QUERIES = 3;

const fail = (failure: ProbeTrouble['failure'], text: string): PathFinding => ({
  ok: false,
  trouble: { failure, text },
});

/** The path that is asked for: traced now, or as it was given. */
export async function findPath(search: PathSearch): Promise<PathFinding> {
  const { path, from, family } = search.ask;
  const given = 'host' in path ? [] : path.hops;
  const names = [...(from === null ? [] : [from]), ...given];
  const resolved = await resolveAll(names, family, search);
  if (!resolved.ok) return resolved;
  const { found } = resolved;
  return 'host' in path ? traced(path.host, found[0] ?? null, search) : asGiven(found);
}

type Resolved =
  | { readonly ok: true; readonly found: readonly Found[] }
  | { readonly ok: false; readonly trouble: ProbeTrouble };

/** All of one family: that of the first. */
async function resolveAll(
  names: readonly string[],
  family: 4 | 6 | null,
  { ports, around }: PathSearch,
): Promise<Resolved> {
  const found: Found[] = [];
  for (const name of names) {
    const [first] = found;
    const trouble = first === undefined ? null : otherFamily(name, names[0] ?? '', first);
    if (trouble !== null) return { ok: false, trouble };
    const finding = await resolve(name, first?.target.family ?? family, ports, around);
    if (!finding.ok) return finding;
    found.push(finding.found);
  }
  return { ok: true, found };
}

function asGiven(found: readonly Found[]): PathFinding {
  const [first] = found;
  if (first === undefined) return fail('host', 'A path has at least one hop: name them in order.');
  const addresses = found.map(({ target }) => target.address);
  const twice = addresses.find((address, at) => addresses.indexOf(address) !== at);
  if (twice !== undefined) return fail('host', `${twice} is in the path twice: name each hop once.`);
  const places = placesOf(givenHops(addresses));
  const unusable = places.find(({ at }) => at === null);
  if (unusable !== undefined) {
    return fail(
      'host',
      `${unusable.address} can't be in a path, since it is no address of one host: leave it out.`,
    );
  }
  const { target, source } = first;
  return {
    ok: true,
    path: { family: target.family, source, places, warnings: found.flatMap(({ warnings }) => warnings) },
  };
}

async function traced(host: string, from: Found | null, search: PathSearch): Promise<PathFinding> {
  const trace = start(host, from, search);
  search.onTrace(trace);
  const view = await trace.ended;
  if (view.status === 'failed') return fail(trace.failure ?? 'mistake', view.trouble ?? 'The trace failed.');
  if (view.destination.address !== '' && view.destination.address === view.source) {
    return fail('host', `${host} is this machine itself: name another host.`);
  }
  const places = placesOf(tracedHops(view, from?.target.address ?? null));
  const source = from?.source ?? view.source;
  if (source === null) return fail('route', `This machine has no way to ${host}: check the connection.`);
  if (places.every(({ at }) => at === null)) {
    return fail(
      'nothing-testable',
      `No hop on the way to ${host} answers, so there is no path to probe: name one with --path.`,
    );
  }
  return { ok: true, path: { family: view.family, source, places, warnings: warningsOf(view, host) } };
}

/** Of the trace's own ones those that matter for the path. */
function warningsOf(view: TraceView, host: string): readonly TraceWarning[] {
  const choices = view.warnings.filter(({ code }) => code === 'several-addresses' || code === 'audit-failed');
  if (isFar(view)) {
    const text = `${host} answers, but not the routers before it, so its distance is not known: it is shown as the next hop.`;
    return [...choices, { code: 'distance-unknown', text }];
  }
  return view.reached ? choices : [...choices, unreached(view, host)];
}

const AS_FAR = 'so the path is probed as far as the last hop that answered';

/** A host that is too far away, or cut off, has not kept silent; one that did answered nothing in time. */
function unreached({ warnings }: TraceView, host: string): TraceWarning {
  if (warnings.some(({ code }) => code === 'max-hops')) {
    const text = `${host} lies farther away than the trace looked, ${AS_FAR}.`;
    return { code: 'max-hops', text };
  }
  const why = warnings.find(({ code }) => code === 'unreachable' || code === 'routing-loop');
  if (why !== undefined) return { code: why.code, text: `${why.text} That is where the path ends.` };
  return {
    code: 'destination-silent',
    text: `${host} did not answer the trace in time, ${AS_FAR}.`,
  };
}

function start(host: string, from: Found | null, { ask, ports, around }: PathSearch): RunningTrace {
  const base: TraceAsk = {
    host,
    mode: 'once',
    method: 'auto',
    family: from?.target.family ?? ask.family,
    queries: from === null ? ORDINARY_QUERIES : RELAYED_QUERIES,
    ...(ask.maxHops === undefined ? {} : { maxHops: ask.maxHops }),
    numeric: true,
  };
  const surroundings = { ...around, id: `${around.id} trace` };
  if (from === null) return ports.startTrace({ ...base, way: { direction: 'forward' } }, surroundings);
  const way = { direction: 'between', from: from.target.address } as const;
  return createStartEncapsulatedTrace(ports)({ ...base, way }, surroundings);
}
