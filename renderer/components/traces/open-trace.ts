import type { TraceDestination } from '../../../main/contract/contract.ts';
import type { TraceMethod } from '../../../main/domain/model/trace.ts';
import { api } from '../../api.ts';
import { attempt } from '../feedback/toasts.ts';

const openTraceroute = (trace: TraceDestination): void => {
  const destination = { incident: null, tab: null, trace } as const;
  void attempt(() => api.ask('openWindow', { window: 'traceroute', destination }));
};

/** A running or a kept one, in the traceroute window. */
export const openTrace = (id: string): void => openTraceroute({ kind: 'show', id });

/** The traceroute window, with the cursor in its address field. */
export const askForTrace = (): void => openTraceroute({ kind: 'ask' });

export interface TraceWay {
  readonly method: TraceMethod | 'auto';
  readonly family: 4 | 6 | null;
  /** Of TCP; null: the usual one. */
  readonly port: number | null;
}

/** The traceroute window, with this trace running already. */
export function traceNow(host: string, way?: TraceWay): void {
  const { method = 'auto', family = null, port = null } = way ?? {};
  const ask = { host, mode: 'continuous', method, family, ...(port === null ? {} : { port }) } as const;
  openTraceroute({ kind: 'run', ask });
}
