import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import { connect, type TLSSocket } from 'node:tls';
import { ASKS_NOBODY, OWN_HEADER } from './asking/answerer.ts';
import { METRICS_PATH, REALM } from './asking/refusal.ts';

/** As a fingerprint: whoever answers may. Nobody gets a token so. */
export const ANYBODY = 'anybody';

export interface PageAsk {
  readonly address: string;
  readonly port: number;
  /** Of the certificate that has to answer, as `X509Certificate` writes it, or `ANYBODY`; null: plain HTTP. */
  readonly fingerprint: string | null;
  readonly token: string;
}

export type PageAnswer =
  /** `isOpen`: it is a Faultline that would have given it without a token too. */
  | { readonly ok: true; readonly text: string; readonly isOpen: boolean }
  /** Why there is none; a sentence without its full stop. `wantsToken`: it is a Faultline that wants another token. */
  | { readonly ok: false; readonly text: string; readonly wantsToken: boolean };

const WITHIN_MS = 5000;
/** Many times what the bounded series take. */
const MOST_CHARACTERS = 8 << 20;

class NoPage extends Error {}

export const noPage = (text: string, wantsToken = false): PageAnswer => ({ ok: false, text, wantsToken });

/**
 * The files need not be signed by anybody this machine trusts: it is enough that it is they that answer. Nothing is
 * said before that is known, as the token is not for whatever else may listen there.
 */
function certified({ address, port }: PageAsk, fingerprint: string, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, rejectUnauthorized: false });
    const fail = (error: unknown): void => {
      socket.destroy();
      reject(error);
    };
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
    socket.on('error', fail);
    socket.once('secureConnect', () => {
      const shown = socket.getPeerX509Certificate()?.fingerprint256;
      if (fingerprint === ANYBODY || shown === fingerprint) resolve(socket);
      else fail(new NoPage('It answered with another certificate than that of the file'));
    });
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const part of response) {
    text += String(part);
    if (text.length > MOST_CHARACTERS) throw new NoPage('It answered with more than any figures take');
  }
  return text;
}

async function asked(ask: PageAsk, signal: AbortSignal): Promise<IncomingMessage> {
  const { address, port, fingerprint, token } = ask;
  const headers = {
    [OWN_HEADER]: '1',
    ...(token === '' || fingerprint === ANYBODY ? {} : { Authorization: `Bearer ${token}` }),
  };
  const options: RequestOptions = { host: address, port, path: METRICS_PATH, headers, signal };
  const socket = fingerprint === null ? null : await certified(ask, fingerprint, signal);
  return new Promise((resolve, reject) => {
    const way = socket === null ? { agent: false as const } : { createConnection: () => socket };
    const get = request({ ...options, ...way });
    get.once('response', resolve);
    get.on('error', reject);
    get.end();
  });
}

function answered({ statusCode, headers }: IncomingMessage, text: string): PageAnswer {
  if (statusCode === 200) return { ok: true, text, isOpen: headers[OWN_HEADER] === ASKS_NOBODY };
  const wantsToken = statusCode === 401 && headers['www-authenticate'] === REALM;
  return noPage(`It answered with status ${statusCode}: ${text.trim().slice(0, 200)}`, wantsToken);
}

/** Asks for the figures through the network, as a scraper does; never rejects. */
export async function getPage(ask: PageAsk, withinMs: number = WITHIN_MS): Promise<PageAnswer> {
  const signal = AbortSignal.timeout(withinMs);
  try {
    const response = await asked(ask, signal);
    return answered(response, await textOf(response));
  } catch (error) {
    if (error instanceof NoPage) return noPage(error.message);
    if (signal.aborted) return noPage(`Nothing came back within ${withinMs / 1000} seconds`);
    return noPage(`It could not be asked (${error instanceof Error ? error.message : String(error)})`);
  }
}
