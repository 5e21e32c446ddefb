import type { TraceView } from '../../domain/model/trace.ts';
import type { TraceFailure } from '../../trace/types.ts';
import { type CommandEnd, EXIT, type ExitCode } from '../exit-codes.ts';

export const TRACE_CODES: Readonly<Record<TraceFailure, ExitCode>> = {
  host: EXIT.network,
  route: EXIT.network,
  helper: EXIT.privilege,
  mistake: EXIT.internal,
  'not-allowed': EXIT.usage,
  prohibited: EXIT.network,
  log: EXIT.usage,
  relay: EXIT.network,
};

/** Rounds that end while nothing can be sent reach nobody, whatever answered before. */
const canSend = ({ mode, warnings }: TraceView): boolean =>
  mode !== 'continuous' || !warnings.some(({ code }) => code === 'not-sent');

/** How the command ends. A failure that left nothing to print is told in one line on stderr. */
export function endOf(view: TraceView, failure: TraceFailure | null): CommandEnd {
  if (view.status !== 'failed') return { code: view.reached && canSend(view) ? EXIT.done : EXIT.network };
  // Its words hold the way out.
  const what = (view.trouble ?? 'the trace failed').replace(/\.$/, '');
  return { code: TRACE_CODES[failure ?? 'mistake'], problem: { what, where: '', wayOut: offered(view) } };
}

/** The command that may do instead; empty: none is known. */
function offered({ warnings }: TraceView): string {
  const offer = warnings.find((warning) => warning.offer !== undefined)?.offer;
  return offer === undefined ? '' : `try "faultline trace --reverse ${offer}"`;
}

/** It got as far as sending; of one that failed, something came back as well, or programs are told why not. */
export const isWorthPrinting = (view: TraceView, isJson = false): boolean => {
  const { status, received, late, destination } = view;
  if (isJson && view.warnings.some(({ code }) => code === 'relay-not-decapsulating')) return true;
  return destination.address !== '' && (status !== 'failed' || received + late > 0);
};
