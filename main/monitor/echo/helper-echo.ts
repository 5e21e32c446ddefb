import type { EchoEvent } from '../../../helper/protocol/messages.ts';
import { assertNever } from '../../domain/model/units.ts';
import type { EchoAnswer, HelperClient } from '../../helper-client/types.ts';
import type { Finding } from '../flight/probe.ts';
import type { SendEcho } from './echo-source.ts';
import { findingOfErrno } from './send-error.ts';

/** As `ping` sends by default. */
const PAYLOAD_BYTES = 56;
const TTL = 64;
/**
 * A helper has twice this many milliseconds beyond its own deadline to say what became of an echo. Short, because
 * until it is found out its silence looks like that of the line; in two halves, because after a stall of this
 * process the first timer fires before the answers that wait in the pipe are read.
 */
const HALF_SILENCE_MS = 250;

const via = 'helper';
const nothing = (outcome: 'lost' | 'error', detail?: string): Finding => ({
  outcome,
  rttMs: null,
  via,
  ...(detail === undefined ? {} : { detail }),
});

function findingOf({ outcome, rttMs, code }: EchoEvent): Finding {
  switch (outcome) {
    case 'reply':
      return rttMs === null ? nothing('error', 'no-round-trip') : { outcome, rttMs, via };
    case 'lost':
      return nothing('lost');
    case 'unreachable':
      return { outcome, rttMs: null, via, detail: code ?? 'unreachable' };
    case 'ttl-exceeded':
      return { outcome: 'unreachable', rttMs: null, via, detail: 'ttl-exceeded' };
    case 'send-error':
      return findingOfErrno(code ?? 'send-error', via);
    case 'cancelled':
      return nothing('error', 'cancelled');
    default:
      return assertNever(outcome);
  }
}

/**
 * A listener that can be let go of. The client keeps what it was given while duplicates may come, for thousands of
 * echoes: each would hold on to all that belonged to its probe.
 */
function releasable(listener: (answer: EchoAnswer) => void) {
  let held: typeof listener | null = listener;
  return {
    listen: (answer: EchoAnswer): void => held?.(answer),
    release: (): void => {
      held = null;
    },
  };
}

/** `onSilent`: the helper lives but says nothing any more. */
export function helperEcho(client: HelperClient, onSilent: () => void): SendEcho {
  return (address, { clock, deadlineMs }, report) => {
    let state: 'waiting' | 'answered' | 'over' = 'waiting';
    const finish = (finding: Finding): void => {
      if (state !== 'waiting') return;
      state = 'answered';
      watchdog.cancel();
      forget();
      report(finding);
    };
    let watchdog = clock.setTimer(() => {
      watchdog = clock.setTimer(() => {
        finish(nothing('error', 'helper-silent'));
        onSilent();
      }, HALF_SILENCE_MS);
    }, deadlineMs + HALF_SILENCE_MS);
    const forget = client.onExit(() => finish(nothing('error', 'helper-gone')));
    const { listen, release } = releasable((answer) => {
      if (answer.event === 'echo') finish(findingOf(answer));
      else if (answer.event === 'error') finish(nothing('error', answer.code));
      else if (answer.event === 'late') report({ outcome: 'late', rttMs: answer.rttMs, via });
    });
    const timeoutMs = Math.round(deadlineMs);
    const id = client.echo({ address, size: PAYLOAD_BYTES, ttl: TTL, timeoutMs }, listen);
    return {
      via,
      cancel: () => {
        if (state === 'waiting') client.cancel(id);
        state = 'over';
        release();
        watchdog.cancel();
        forget();
      },
    };
  };
}
