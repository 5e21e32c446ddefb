import type { TraceTargets } from '../../../main/contract/contract.ts';

export interface Suggestion {
  readonly host: string;
  readonly why: 'affected now' | 'traced before' | 'router' | 'anchor';
}

const MOST = 12;

/** Whom one could mean: what an incident affects comes first, then what was traced before, then the nearest, each once. */
export function suggestionsFor(
  { affected = [], anchors, gateways, recent }: TraceTargets,
  typed: string,
): readonly Suggestion[] {
  const all: readonly Suggestion[] = [
    ...affected.map((host) => ({ host, why: 'affected now' }) as const),
    ...recent.map((host) => ({ host, why: 'traced before' }) as const),
    ...gateways.map((host) => ({ host, why: 'router' }) as const),
    ...anchors.map((host) => ({ host, why: 'anchor' }) as const),
  ];
  const wanted = typed.trim().toLowerCase();
  const seen = new Set<string>();
  const fitting = all.filter(({ host }) => {
    const isNew = !seen.has(host);
    seen.add(host);
    return isNew && host.toLowerCase().includes(wanted);
  });
  // What is typed in full already needs no suggestion of itself alone.
  return fitting.length === 1 && fitting[0]?.host === typed ? [] : fitting.slice(0, MOST);
}
