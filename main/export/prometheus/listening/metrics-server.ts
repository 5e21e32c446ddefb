import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Credentials } from './tls-files.ts';

/**
 * What one that asks may take of the process: a request of a scraper has some hundred bytes and is there at once, and
 * a few ask at the same time.
 */
export const LIMITS = {
  headerBytes: 8192,
  headerLines: 64,
  connections: 32,
  /** From the first byte, or from the connection on, to the end of the headers. */
  headersMs: 5000,
  requestMs: 10_000,
  /** Neither side says anything while a request or its answer is on the way. */
  silenceMs: 15_000,
  handshakeMs: 5000,
  /** Between two scrapes; once a minute is usual. */
  keepAliveMs: 65_000,
  /** How often slow connections are looked for. */
  lookMs: 2000,
} as const;

const OPTIONS = {
  maxHeaderSize: LIMITS.headerBytes,
  headersTimeout: LIMITS.headersMs,
  requestTimeout: LIMITS.requestMs,
  keepAliveTimeout: LIMITS.keepAliveMs,
  connectionsCheckingInterval: LIMITS.lookMs,
  keepAlive: true,
} as const;

const secured = ({ cert, key }: Credentials, answer: RequestListener): Server =>
  createTlsServer(
    { ...OPTIONS, cert, key, minVersion: 'TLSv1.2', handshakeTimeout: LIMITS.handshakeMs },
    answer,
  );

/** One that does not listen yet. `credentials` null: plain HTTP. */
export function openServer(credentials: Credentials | null, answer: RequestListener): Server {
  const server = credentials === null ? createServer(OPTIONS, answer) : secured(credentials, answer);
  server.maxConnections = LIMITS.connections;
  server.maxHeadersCount = LIMITS.headerLines;
  server.setTimeout(LIMITS.silenceMs);
  // Those that only keep their place make room for one that asks.
  server.on('drop', () => server.closeIdleConnections());
  return server;
}
