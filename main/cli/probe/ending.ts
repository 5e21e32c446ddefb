import type { PathProbeView } from '../../domain/model/encapsulation.ts';
import type { PathProbeFailure } from '../../encapsulation/types.ts';
import { isUnreached } from '../../encapsulation/words/unreached.ts';
import { type CommandEnd, DONE, EXIT, type ExitCode } from '../exit-codes.ts';
import { TRACE_CODES } from '../trace/ending.ts';

const CODES: Readonly<Record<PathProbeFailure, ExitCode>> = {
  ...TRACE_CODES,
  mtu: EXIT.usage,
  'nothing-testable': EXIT.network,
};

/**
 * The farthest hop that boomerangs were to go to has sent one back: how many were lost is a finding. That is the one
 * up to which every hop was found to decapsulate when it was asked.
 */
function isMeasured({ hops, calibration }: PathProbeView): boolean {
  const isOpen = (address: string): boolean =>
    calibration.some((one) => one.address === address && one.decapsulates === 'yes');
  const asked = hops.filter(({ address }) => calibration.some((one) => one.address === address));
  const shut = asked.findIndex(({ address }) => address === null || !isOpen(address));
  const farthest = asked.slice(0, shut < 0 ? asked.length : shut).at(-1);
  return farthest !== undefined && farthest.received + farthest.late > 0;
}

/** How the command ends. A failure is told in one line on stderr; its words hold the way out. */
export function endOf(view: PathProbeView, failure: PathProbeFailure | null): CommandEnd {
  if (view.status !== 'failed') return isMeasured(view) && !isUnreached(view) ? DONE : { code: EXIT.network };
  const what = (view.trouble ?? 'the probe failed').replace(/\.$/, '');
  return { code: CODES[failure ?? 'mistake'], problem: { what, where: '', wayOut: '' } };
}

/** There is a path; of a run that failed, something was found out about it. */
export const isWorthPrinting = ({ status, hops, calibration, sent }: PathProbeView): boolean =>
  hops.length > 0 && (status !== 'failed' || calibration.length > 0 || sent > 0);
