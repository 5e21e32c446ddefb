import type { FatalEvent } from '../../helper/protocol/messages.ts';
import type { HelperStart } from './types.ts';

export type StartFailure = Extract<HelperStart, { ok: false }>;

export const startFailure = (code: StartFailure['code'], reason: string): StartFailure => ({
  ok: false,
  code,
  reason,
});

export const failedStart = (cause: string): StartFailure =>
  startFailure('failed', `the helper did not start: ${cause}`);

/** `reason` in the place of the helper's own, where the way knows more of why it has no right. */
export const deprivedStart = (start: HelperStart, reason: string): HelperStart =>
  start.ok || start.code !== 'no-privilege' ? start : startFailure('no-privilege', reason);

/** The helper said itself why it can't run; its message is foreign text and only quoted where it says more. */
export function refusedHello(fatal: FatalEvent): StartFailure {
  if (fatal.code === 'no-privilege') {
    return startFailure(
      'no-privilege',
      'no right to open raw sockets: start it with sudo, or grant the helper the capability cap_net_raw',
    );
  }
  return failedStart(fatal.message);
}
