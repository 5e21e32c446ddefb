import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import type { Format, Page } from '../figures/exposition.ts';
import { acceptedFormat } from './accepted-format.ts';
import { RateGate } from './rate-gate.ts';
import { type Refusal, type Rules, refusalOf } from './refusal.ts';

/** Marks a test by Faultline itself, by this process or another one, which is nobody's scrape. */
export const OWN_HEADER = 'x-faultline-test';
/** The same header's value in the answer to such a test, where no token is wanted. */
export const ASKS_NOBODY = 'asks-nobody';

/** Who asks too often waits that long to be told so, one request a connection: their number bounds the rest. */
const HOLD_MS = 1000;

export interface AnswererOptions {
  readonly rules: Rules;
  readonly clock: Clock;
  readonly page: (format: Format) => Promise<Page>;
  /** A whole page has gone out to somebody else. */
  readonly onScraped: () => void;
  readonly onRefused: (why: string) => void;
}

const TOO_MANY: Refusal = {
  status: 503,
  headers: { 'Retry-After': '1' },
  text: 'Too many ask at once.',
  why: 'too many came at once',
};

const FAILED: Refusal = {
  status: 500,
  text: 'The figures could not be written.',
  why: 'the figures could not be written',
};

/** Never cached, never taken for a page of the web. */
const SAFE = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' } as const;

/** Answers the requests of the server; whatever comes, it never throws. */
export class Answerer {
  readonly #options: AnswererOptions;
  readonly #gate: RateGate;
  readonly #holding = new WeakSet<Socket>();

  constructor(options: AnswererOptions) {
    this.#options = options;
    this.#gate = new RateGate(options.clock);
  }

  readonly answer = (request: IncomingMessage, response: ServerResponse): void => {
    // A peer that goes away in the middle is its own affair.
    response.on('error', () => undefined);
    if (!this.#gate.passes()) {
      this.#hold(request.socket, response);
      return;
    }
    const refusal = refusalOf(request, this.#options.rules);
    if (refusal === null) void this.#serve(request, response);
    else this.#refuse(response, refusal);
  };

  /** One that asks on without waiting for the answer is not listened to any more. */
  #hold(socket: Socket, response: ServerResponse): void {
    if (this.#holding.has(socket)) {
      socket.destroy();
      return;
    }
    this.#holding.add(socket);
    this.#options.clock.setTimer(() => this.#refuse(response, TOO_MANY), HOLD_MS);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { rules, page, onScraped } = this.#options;
    try {
      const { text, contentType } = await page(acceptedFormat(request.headers.accept));
      const isTest = request.headers[OWN_HEADER] !== undefined;
      if (request.method === 'GET' && !isTest) response.once('finish', onScraped);
      response.writeHead(200, {
        ...SAFE,
        ...(isTest && rules.isAuthorized === null ? { [OWN_HEADER]: ASKS_NOBODY } : {}),
        'Content-Type': contentType,
        'Content-Length': Buffer.byteLength(text),
      });
      response.end(request.method === 'HEAD' ? undefined : text);
    } catch {
      this.#refuse(response, FAILED);
    }
  }

  /** What else the peer wanted to say is not waited for. */
  #refuse(response: ServerResponse, { status, headers, text, why }: Refusal): void {
    if (response.destroyed) return;
    const body = `${text}\n`;
    if (!response.headersSent) {
      response.writeHead(status, {
        ...SAFE,
        ...headers,
        'Content-Type': 'text/plain; charset=utf-8',
        'Content-Length': Buffer.byteLength(body),
        Connection: 'close',
      });
      response.end(response.req.method === 'HEAD' ? undefined : body);
    }
    if (why !== null) this.#options.onRefused(why);
  }
}
