import { TRACE_METHODS, type TraceView } from '../../domain/model/trace.ts';
import type { WallMs } from '../../domain/model/units.ts';
import type { TraceKeeper } from './types.ts';

/** The newest healthy trace of a target on a network, whatever its method; null: none, or the history can't tell. */
export async function lastHealthy(
  history: TraceKeeper,
  path: { readonly address: string; readonly network: string; readonly beforeMs: WallMs },
): Promise<TraceView | null> {
  const found = await Promise.all(
    TRACE_METHODS.map((method) => history.healthyTrace({ ...path, method }).catch(() => null)),
  );
  return found.reduce(
    (newest, view) =>
      view !== null && (newest === null || view.startedMs > newest.startedMs) ? view : newest,
    null,
  );
}
