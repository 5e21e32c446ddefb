import { Resolver } from 'node:dns';
import { anchorKey } from '../../domain/model/anchor.ts';
import { openAnswerWindow } from '../flight/answer-window.ts';
import { FINAL_MS, type Finding, type SendProbe } from '../flight/probe.ts';

const via = 'socket';
const DNS_PORT = 53;

/** "No such name" and "no such record" are answers: the resolver works. */
const ANSWERS = new Set(['ENOTFOUND', 'ENODATA']);
/** The resolver, or a host on the way, said that it won't do: evidence, with its name. */
const REFUSALS = new Map([
  ['ESERVFAIL', 'servfail'],
  ['EREFUSED', 'refused'],
  ['ENOTIMP', 'not-implemented'],
  ['EFORMERR', 'format-error'],
  ['EBADRESP', 'bad-response'],
  ['EBADNAME', 'bad-response'],
  ['ECONNREFUSED', 'no-contact'],
]);

function findingOf(error: NodeJS.ErrnoException | null, elapsedMs: number): Finding {
  const code = error?.code ?? '';
  if (error === null || ANSWERS.has(code)) return { outcome: 'reply', rttMs: elapsedMs, via };
  if (code === 'ETIMEOUT') return { outcome: 'lost', rttMs: null, via };
  const detail = REFUSALS.get(code);
  if (detail !== undefined) return { outcome: 'unreachable', rttMs: null, via, detail };
  return { outcome: 'error', rttMs: null, via, detail: code === '' ? 'query-failed' : code };
}

/** Null: the resolver library takes no such address. */
function resolverFor(server: string): Resolver | null {
  try {
    const resolver = new Resolver({ timeout: FINAL_MS, tries: 1 });
    resolver.setServers([server]);
    return resolver;
  } catch {
    return null;
  }
}

/**
 * Asks one resolver for the configured name. A resolver object of its own for each query: a new source port,
 * and no memory of failures or of answers between probes.
 */
export const sendDns: SendProbe = (anchor, context, report) => {
  const { clock } = context;
  const server = anchorKey({ address: anchor.address, port: anchor.port ?? DNS_PORT });
  const resolver = resolverFor(server);
  if (resolver === null) {
    report({ outcome: 'error', rttMs: null, via, detail: 'bad-address' });
    return { via, cancel: () => undefined };
  }
  const lost: Finding = { outcome: 'lost', rttMs: null, via };
  const window = openAnswerWindow(context, lost, report, () => resolver.cancel());
  const startedMs = clock.now().monoMs;
  resolver.resolve4(context.dnsName, (error) => {
    window.settle(findingOf(error, clock.now().monoMs - startedMs));
  });
  return {
    via,
    cancel: () => {
      window.close();
      resolver.cancel();
    },
  };
};
