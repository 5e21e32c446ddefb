import type { TraceHop, TraceMethod, TraceWarning } from '../../domain/model/trace.ts';
import type { TraceFacts, TracePlan } from '../../domain/trace/types.ts';
import { METHOD_NAMES } from '../../domain/words/names.ts';

/** A trace by one method, as far as it came. */
export interface Tried {
  readonly plan: Pick<TracePlan, 'method'>;
  readonly facts: Pick<TraceFacts, 'hops' | 'reached'>;
}

/** Distance of the last hop that answered. */
export const furthest = ({ facts }: Pick<Tried, 'facts'>): number =>
  facts.hops.findLast(({ nodes }) => nodes.length > 0)?.ttl ?? 0;

function listed(methods: readonly TraceMethod[], word: string): string {
  const names = methods.map((method) => METHOD_NAMES[method]);
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} ${word} ${last}`;
}

const addressOf = (hop: TraceHop | undefined): string | undefined => hop?.nodes[0]?.address;

/** It heard routers, and the method that arrived heard further ones beyond them: so the destination is not what stopped it. */
export function stopsMidway(tried: Tried, best: Tried): boolean {
  const last = furthest(tried);
  const beyond = best.facts.hops.slice(last, -1);
  return last > 0 && !tried.facts.reached && beyond.some(({ nodes }) => nodes.length > 0);
}

/** Where packets of the method get lost, and whether those of the other take the same way there. */
function midwayWarning(tried: Tried, best: Tried): TraceWarning {
  const [name, other] = [METHOD_NAMES[tried.plan.method], METHOD_NAMES[best.plan.method]];
  const ttl = furthest(tried);
  const [last, instead] = [tried, best].map(({ facts }) => addressOf(facts.hops[ttl - 1]));
  const stops = `${name} gets no farther than hop ${ttl} (${last})`;
  if (instead !== undefined && instead !== last) {
    const text = `${stops}; ${other} takes another way there, by ${instead}: the way by ${last} is probably broken.`;
    return { code: 'method-other-way', text };
  }
  const text = `${stops}, where ${other} passes: a filter, or one of several ways beyond it is broken.`;
  return { code: 'method-stops', text };
}

/** What is to be told where one method did not do. */
export function fallbackWarnings(attempts: readonly Tried[], best: Tried): readonly TraceWarning[] {
  if (attempts.length < 2) return [];
  const tried = attempts.map(({ plan }) => plan.method);
  const name = METHOD_NAMES[best.plan.method];
  if (!best.facts.reached) {
    const text = `The destination answered neither ${listed(tried, 'nor')}; this is the trace with ${name}, which got as far as any.`;
    return [{ code: 'method-fallback', text }];
  }
  const before = attempts.slice(0, tried.indexOf(best.plan.method));
  const [first] = before;
  if (first === undefined) return [];
  const text = `The destination did not answer ${listed(
    before.map(({ plan }) => plan.method),
    'or',
  )}, so this is a trace with ${name}.`;
  const midway = stopsMidway(first, best) ? [midwayWarning(first, best)] : [];
  return [{ code: 'method-fallback', text }, ...midway];
}
