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

/** Probes through the privileged helper; the client stays the caller's to close. */
export function helperProber(
  client: Pick<HelperClient, 'echo' | 'onExit' | 'close'>,
  target: ProbeTarget,
): Prober {
  const { address, size } = target;
  return {
    mode: 'helper',
    send: (onAnswer) => {
      const request = { address, size, ttl: TTL, timeoutMs: LOST_AFTER_MS };
      client.echo(request, (answer) => onAnswer(toProbeAnswer(answer)));
    },
    onGone: (listener) => {
      client.onExit(listener);
    },
    close: () => client.close(),
  };
}
