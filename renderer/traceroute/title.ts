import type { PathProbeView } from '../../main/domain/model/encapsulation.ts';
import type { TraceView } from '../../main/domain/model/trace.ts';

const WINDOW = 'Traceroute - Faultline';

/** What the window shows, told in the task bar and to screen readers. */
export function titleOf(view: TraceView | null, probe: PathProbeView | null): string {
  if (probe !== null) return `Path probe${probe.host === null ? '' : ` to ${probe.host}`} - ${WINDOW}`;
  if (view === null) return WINDOW;
  const what = view.direction === 'reverse' ? `Way back from ${view.host}` : view.host;
  return `${what} - ${WINDOW}`;
}
