import type { TraceWarning } from '../../domain/model/trace.ts';

/** Why a run on that network may not go on; null: it may. */
export type WhyNot = (network: string) => TraceWarning | null;

export const MOVED_ON: TraceWarning = {
  code: 'network-changed',
  text: 'It was ended before it was done, since this machine is on another network now.',
};
export const TAKEN_BACK: TraceWarning = {
  code: 'taken-back',
  text: 'It was ended before it was done, since packets in IP-in-IP are no longer allowed on this network.',
};
export const NOT_KNOWN: TraceWarning = {
  code: 'permission-unknown',
  text: 'It was ended before it was done, since whether packets in IP-in-IP are allowed could not be read.',
};

interface Endable {
  readonly status: string;
  readonly warnings: readonly TraceWarning[];
}

/** One that somebody else than the person ended says so. */
export function withWhy<View extends Endable>(view: View, why: TraceWarning | null): View {
  if (why === null || view.status !== 'stopped') return view;
  return { ...view, warnings: [why, ...view.warnings] };
}
