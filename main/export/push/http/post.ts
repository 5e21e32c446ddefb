import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';
import type { PushConfig } from '../../../domain/model/metrics-config.ts';
import type { Post, PostAnswer } from '../sender/answer.ts';
import { retryAfterMs } from '../sender/back-off.ts';
import { causeOf } from './cause.ts';

/** What is read of an answer; more is not ours to keep. */
const MOST_TEXT = 4096;

/** How a request ends on a connection that the server has closed at the same moment. */
const CLOSED = new Set(['ECONNRESET', 'EPIPE']);

export interface HttpOptions {
  readonly url: URL;
  readonly credentials: Pick<PushConfig, 'token' | 'user' | 'password'>;
  readonly version: string;
  /** From the beginning to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly wallMs: () => number;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly body: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpConnection {
  readonly post: Post;
  /** Anything else of the same server. */
  ask(url: URL): Promise<PostAnswer>;
  close(): void;
}

/** One kept-alive connection; an address that redirects is not followed. */
export function openConnection(options: HttpOptions): HttpConnection {
  const isSecure = options.url.protocol === 'https:';
  const settings = { keepAlive: true, maxSockets: 1, scheduling: 'lifo' } as const;
  const agent = isSecure ? new SecureAgent(settings) : new Agent(settings);
  return {
    post: ({ body, headers }) => exchange(options, agent, options.url, { method: 'POST', body, headers }),
    ask: (url) => exchange(options, agent, url, { method: 'GET', body: null, headers: {} }),
    close: () => agent.destroy(),
  };
}

function authorization({ token, user, password }: HttpOptions['credentials']): Record<string, string> {
  if (token !== '') return { Authorization: `Bearer ${token}` };
  if (user === '') return {};
  return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

function exchange(
  { credentials, version, timeoutMs, wallMs }: HttpOptions,
  agent: Agent,
  url: URL,
  { method, body, headers }: HttpRequest,
): Promise<PostAnswer> {
  const length = body === null ? {} : { 'Content-Length': String(body.length) };
  const all = { ...headers, ...length, 'User-Agent': `Faultline/${version}`, ...authorization(credentials) };
  const send = url.protocol === 'https:' ? secureRequest : request;
  return new Promise((resolve) => {
    let isWritten = false;
    const asked: ClientRequest = send(url, { method, agent, headers: all });
    const finish = (answer: PostAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    const fail = (cause: string, isStale = false): void =>
      finish({ type: 'failed', cause, mayHaveArrived: isWritten, isStale });
    const timer = setTimeout(() => {
      fail(`no answer within ${Math.round(timeoutMs / 1000)} s`);
      asked.destroy();
    }, timeoutMs);
    asked.on('finish', () => {
      isWritten = true;
    });
    asked.on('error', (error: Error & { readonly code?: string }) =>
      fail(causeOf(error), asked.reusedSocket && CLOSED.has(error.code ?? '')),
    );
    asked.on('response', (response) => readAnswer(response, wallMs, finish, fail));
    asked.end(body ?? undefined);
  });
}

function readAnswer(
  response: IncomingMessage,
  wallMs: () => number,
  finish: (answer: PostAnswer) => void,
  fail: (cause: string) => void,
): void {
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    // Read to its end all the same, so that the connection can be used again.
    if (text.length < MOST_TEXT) text += chunk.slice(0, MOST_TEXT - text.length);
  });
  response.on('error', (error) => fail(causeOf(error)));
  response.on('end', () => {
    const { statusCode, headers } = response;
    finish({
      type: 'answered',
      status: statusCode ?? 0,
      contentType: headers['content-type'] ?? '',
      text,
      retryAfterMs: retryAfterMs(headers['retry-after'], wallMs()),
    });
  });
}
