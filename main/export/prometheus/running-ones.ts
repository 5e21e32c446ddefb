import type { PrometheusConfig } from '../../domain/model/metrics-config.ts';
import { ANYBODY, getPage, noPage, type PageAnswer } from './get-page.ts';
import { reachable } from './listening/address.ts';
import { readCredentials } from './listening/tls-files.ts';

type Settings = Omit<PrometheusConfig, 'enabled'>;

/** What a Faultline that runs as another process has to say. */
export type Running =
  /** It runs by these very settings. */
  | { readonly page: string }
  /** In which way its settings are others, as the rest of a sentence. */
  | { readonly page: null; readonly differs: string };

/** Who it is shows at once, or not at all: a test ends within ten seconds. */
const LOOK_MS = 1500;

/** A figure that is always there shows that it is Faultline's page. */
const isOurs = (page: string): boolean => page.includes('\nfaultline_build_info{');

/** From where it listens, through the network, with the token and over TLS. */
export async function askOurs(
  { address, port, token }: Settings,
  fingerprint: string | null,
): Promise<PageAnswer> {
  const answer = await getPage({ address: reachable(address), port, fingerprint, token });
  return answer.ok && !isOurs(answer.text) ? noPage('Something else than Faultline answered') : answer;
}

/** Whether a Faultline answers there, over TLS or without; no token is sent. */
async function isThere({ address, port }: Settings, fingerprint: typeof ANYBODY | null): Promise<boolean> {
  const ask = { address: reachable(address), port, fingerprint, token: '' };
  const answer = await getPage(ask, LOOK_MS);
  return answer.ok ? isOurs(answer.text) : answer.wantsToken;
}

/** Null: nothing shows that it is Faultline that listens there. */
async function otherWay(settings: Settings): Promise<string | null> {
  const isSecured = settings.certFile !== '';
  if (isSecured && (await isThere(settings, null))) return 'it answers without TLS';
  if (!(await isThere(settings, ANYBODY))) return null;
  return isSecured ? 'it has another certificate' : 'it answers over TLS alone';
}

/** The Faultline that runs there as another process; null: it can't be seen that there is one. */
export async function askAnother(settings: Settings): Promise<Running | null> {
  const reading = settings.certFile === '' ? null : await readCredentials(settings);
  if (reading !== null && !reading.ok) return null;
  const answer = await askOurs(settings, reading?.credentials.fingerprint ?? null);
  const differing = (differs: string): Running => ({ page: null, differs });
  const { token } = settings;
  if (answer.ok)
    return answer.isOpen && token !== '' ? differing('it asks nobody for a token') : { page: answer.text };
  if (answer.wantsToken)
    return differing(token === '' ? 'it wants a token, and these have none' : 'it wants another token');
  const differs = await otherWay(settings);
  return differs === null ? null : differing(differs);
}
