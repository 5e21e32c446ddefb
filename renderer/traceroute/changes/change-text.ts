import type { RouteChange, TraceHop } from '../../../main/domain/model/trace.ts';

/** Its name, where some hop tells it. */
function nameOf(address: string | null, hops: readonly TraceHop[]): string {
  if (address === null) return 'nobody';
  const node = hops.flatMap(({ nodes }) => nodes).find((one) => one.address === address);
  return node?.name ?? address;
}

/** `core2.example instead of core1.example` */
export function changeText({ from, to }: RouteChange, hops: readonly TraceHop[]): string {
  if (to === null) return `${nameOf(from, hops)} no longer answers`;
  if (from === null) return `${nameOf(to, hops)} answers, where nobody did`;
  return `${nameOf(to, hops)} instead of ${nameOf(from, hops)}`;
}

export interface ChangeLine {
  readonly id: string;
  readonly atMs: number;
  readonly ttl: number;
  readonly text: string;
}

/** Newest first: what has just changed is what one looks for. */
export const changeLines = (
  changes: readonly RouteChange[],
  hops: readonly TraceHop[],
): readonly ChangeLine[] =>
  changes
    .map((change) => ({
      id: `${change.atMs}-${change.ttl}-${change.from}-${change.to}`,
      atMs: change.atMs,
      ttl: change.ttl,
      text: changeText(change, hops),
    }))
    .reverse();
