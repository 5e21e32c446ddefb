import type { EchoAnswer, HelperClient } from '../../helper-client/types.ts';
import { LOST_AFTER_MS, type ProbeAnswer, type Prober, type ProbeTarget } from './prober.ts';

/** As far as this machine's own routing table knows, there is no way to the target. */
const NO_ROUTE: ReadonlySet<string> = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EHOSTDOWN']);

function echoAnswer(answer: Extract<EchoAnswer, { event: 'echo' }>): ProbeAnswer {
  const { code, from, rttMs } = answer;
  switch (answer.outcome) {
    case 'reply':
      return rttMs === null ? { type: 'lost' } : { type: 'reply', rttMs };
    case 'unreachable':
      return { type: 'unreachable', code, from };
    case 'ttl-exceeded':
      return { type: 'unreachable', code: 'ttl-exceeded', from };
    case 'send-error':
      return code !== null && NO_ROUTE.has(code)
        ? { type: 'unreachable', code, from: null }
        : { type: 'not-sent', code: code ?? 'send-error' };
    case 'lost':
    case 'cancelled':
      return { type: 'lost' };
  }
}

function toProbeAnswer(answer: EchoAnswer): ProbeAnswer {
  switch (answer.event) {
    case 'echo':
      return echoAnswer(answer);
    case 'error':
      return { type: 'not-sent', code: answer.code };
    case 'late':
      return { type: 'late', rttMs: answer.rttMs };
    case 'duplicate':
      return { type: 'duplicate', rttMs: answer.rttMs };
  }
}

/** The largest value: `ping` measures the destination, not the way to it. */
const TTL = 255;

/**
 * A helper that has not said by twice this many milliseconds after the deadline what became of an echo hangs: its
 * silence is no loss. In two halves, because after a stall of this process the first timer fires before the answers
 * that wait in the pipe are read.
 */
const HALF_SILENCE_MS = 250;

/** Calls back after that silence; the result ends the watch. */
function watchSilence(onSilent: () => void): () => void {
  let timer = setTimeout(() => {
    timer = setTimeout(onSilent, HALF_SILENCE_MS);
  }, LOST_AFTER_MS + HALF_SILENCE_MS);
  return () => clearTimeout(timer);
}

/** Probes through the privileged helper; one that hangs is given up. The client is closed with the prober. */
export function helperProber(
  client: Pick<HelperClient, 'echo' | 'onExit' | 'close' | 'giveUp'>,
  target: ProbeTarget,
): Prober {
  const { address, size } = target;
  const watches = new Set<() => void>();
  const endWatches = (): void => {
    for (const endWatch of watches) endWatch();
    watches.clear();
  };
  return {
    mode: 'helper',
    send: (onAnswer) => {
      const request = { address, size, ttl: TTL, timeoutMs: LOST_AFTER_MS };
      const endWatch = watchSilence(() => client.giveUp());
      watches.add(endWatch);
      client.echo(request, (answer) => {
        endWatch();
        watches.delete(endWatch);
        onAnswer(toProbeAnswer(answer));
      });
    },
    onGone: (listener) => {
      client.onExit((reason) => {
        endWatches();
        listener(`the helper stopped: ${reason}`);
      });
    },
    close: () => {
      endWatches();
      return client.close();
    },
  };
}
