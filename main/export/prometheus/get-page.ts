import { type IncomingMessage, type RequestOptions, request } from 'node:http';
import { connect, type TLSSocket } from 'node:tls';
import { OWN_HEADER } from './asking/answerer.ts';
import { METRICS_PATH } from './asking/refusal.ts';

export interface PageAsk {
  readonly address: string;
  readonly port: number;
  /** Of the certificate that has to answer, as `X509Certificate` writes it; null: plain HTTP. */
  readonly fingerprint: string | null;
  readonly token: string;
}

export type PageAnswer =
  | { readonly ok: true; readonly text: string }
  /** Why there is none; a sentence without its full stop. */
  | { readonly ok: false; readonly text: string };

const WITHIN_MS = 5000;
/** Many times what the bounded series take. */
const MOST_CHARACTERS = 8 << 20;

class NoPage extends Error {}

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
      if (socket.getPeerX509Certificate()?.fingerprint256 === fingerprint) resolve(socket);
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
    ...(token === '' ? {} : { Authorization: `Bearer ${token}` }),
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

/** Asks for the figures through the network, as a scraper does; within five seconds, never rejects. */
export async function getPage(ask: PageAsk): Promise<PageAnswer> {
  const signal = AbortSignal.timeout(WITHIN_MS);
  try {
    const response = await asked(ask, signal);
    const text = await textOf(response);
    if (response.statusCode === 200) return { ok: true, text };
    return {
      ok: false,
      text: `It answered with status ${response.statusCode}: ${text.trim().slice(0, 200)}`,
    };
  } catch (error) {
    if (error instanceof NoPage) return { ok: false, text: error.message };
    if (signal.aborted) return { ok: false, text: `Nothing came back within ${WITHIN_MS / 1000} seconds` };
    return {
      ok: false,
      text: `It could not be asked (${error instanceof Error ? error.message : String(error)})`,
    };
  }
}
