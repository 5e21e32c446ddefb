import type { AppState } from '../../../main/contract/app-state.ts';
import type { Shown } from '../../../main/domain/words/shapes.ts';

export interface ModeView {
  readonly shape: Shown;
  readonly text: string;
  readonly explanation: string;
}

const HELPER =
  'A small program with the right to send raw packets: it measures ICMP exactly, and does nothing else.';

/** How ICMP is measured now; always visible. */
export function modeView({ mode, phase }: Pick<AppState, 'mode' | 'phase'>): ModeView {
  const explanation = mode.reason === '' ? HELPER : `${mode.reason} ${HELPER}`;
  if (phase !== 'running' && mode.icmp !== 'helper') {
    return phase === 'starting'
      ? { shape: 'unknown', text: 'Helper: starting', explanation: HELPER }
      : { shape: 'unavailable', text: 'Helper: off', explanation };
  }
  switch (mode.icmp) {
    case 'helper':
      return { shape: 'good', text: 'Helper: on', explanation };
    case 'ping':
      return { shape: 'degraded', text: 'Helper: off, ping instead', explanation };
    case 'none':
      return { shape: 'degraded', text: 'Helper: off, no ICMP', explanation };
  }
}
