import type { TraceView } from '../../domain/model/trace.ts';
import type { TraceFailure } from '../../trace/types.ts';
import { type CommandEnd, EXIT, type ExitCode } from '../exit-codes.ts';

const CODES: Readonly<Record<TraceFailure, ExitCode>> = {
  host: EXIT.network,
  route: EXIT.network,
  helper: EXIT.privilege,
  mistake: EXIT.internal,
};

/** Rounds that end while nothing can be sent reach nobody, whatever answered before. */
const canSend = ({ mode, warnings }: TraceView): boolean =>
  mode !== 'continuous' || !warnings.some(({ code }) => code === 'not-sent');

/** How the command ends. A failure that left nothing to print is told in one line on stderr. */
export function endOf(view: TraceView, failure: TraceFailure | null): CommandEnd {
  if (view.status !== 'failed') return { code: view.reached && canSend(view) ? EXIT.done : EXIT.network };
  // Its words hold the way out.
  const what = (view.trouble ?? 'the trace failed').replace(/\.$/, '');
  return { code: CODES[failure ?? 'mistake'], problem: { what, where: '', wayOut: '' } };
}

/** It got as far as sending; of one that failed, something came back as well. */
export const isWorthPrinting = ({ status, received, late, destination }: TraceView): boolean =>
  destination.address !== '' && (status !== 'failed' || received + late > 0);
