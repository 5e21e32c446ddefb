import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import type { PrometheusConfig } from '../../../domain/model/metrics-config.ts';
import type { Clock } from '../clock.ts';
import { listenFault } from './listen-fault.ts';
import { openServer } from './metrics-server.ts';
import { takePlace } from './own-places.ts';
import { type Credentials, readCredentials } from './tls-files.ts';

export const FIRST_RETRY_MS = 1000;
export const LAST_RETRY_MS = 60_000;
/** How often the PEM files are read again. */
export const FILES_EVERY_MS = 10_000;
/** Two files are not replaced at one instant: what does not fit together is looked at again before it is told. */
export const FILES_AGAIN_MS = 1000;
/** Answers on their way when it is stopped are given so long. */
const LAST_ANSWERS_MS = 500;

export type ListenerStatus =
  | { readonly status: 'starting' }
  /** `fault`: what is wrong with the files that came after those in use. */
  | { readonly status: 'listening'; readonly fault: string | null }
  | { readonly status: 'trouble'; readonly fault: string };

export interface ListenerOptions {
  readonly place: Pick<PrometheusConfig, 'address' | 'port' | 'certFile' | 'keyFile'>;
  readonly clock: Clock;
  readonly nowMs: () => number;
  readonly answer: RequestListener;
  readonly onChange: () => void;
}

interface Standing {
  readonly server: Server;
  readonly own: { free(): void };
  /** All of them: the server itself knows none whose handshake is not done. */
  readonly sockets: ReadonlySet<Socket>;
  credentials: Credentials | null;
}

/** Keeps a server listening at one place: tries again until it can, and changes the certificate when the files do. */
export class Listener {
  readonly #options: ListenerOptions;
  #status: ListenerStatus = { status: 'starting' };
  #standing: Standing | null = null;
  #timer: { cancel(): void } | null = null;
  #retryMs = FIRST_RETRY_MS;
  #hasDoubt = false;
  #isStopped = false;
  #work: Promise<void>;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#work = this.#begin();
  }

  get status(): ListenerStatus {
    return this.#status;
  }

  get credentials(): Credentials | null {
    return this.#standing?.credentials ?? null;
  }

  /** Where it listens in truth: port 0 becomes one that is free. Null: it does not. */
  get port(): number | null {
    const address = this.#standing?.server.address();
    return typeof address === 'object' && address !== null ? address.port : null;
  }

  /** Settles when an attempt is over, one made at once if need be; never rejects. */
  async tried(): Promise<ListenerStatus> {
    const work = this.#work;
    await work;
    if (this.#work !== work) return this.tried();
    if (this.#standing === null && !this.#isStopped) {
      this.#timer?.cancel();
      this.#work = this.#begin();
      await this.#work;
    }
    return this.#status;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#timer?.cancel();
    await this.#work;
    const standing = this.#standing;
    this.#standing = null;
    if (standing !== null) await this.#close(standing);
  }

  /** Nothing that nobody thought of may end the process: it is a trouble like any other. */
  #begin(): Promise<void> {
    return this.#attempt().catch((error: unknown) => this.#failed(listenFault(error, this.#options.place)));
  }

  async #attempt(): Promise<void> {
    const { place, answer } = this.#options;
    const reading = await this.#read();
    if (this.#isStopped) return;
    if (!reading.ok) return this.#failed(sentence(reading.text));
    const server = openServer(reading.credentials, answer);
    const error = await listening(server, place);
    if (error !== null) return this.#failed(listenFault(error, place));
    this.#stand(server, reading.credentials);
  }

  async #read(): Promise<{ ok: true; credentials: Credentials | null } | { ok: false; text: string }> {
    const { place } = this.#options;
    return place.certFile === '' ? { ok: true, credentials: null } : readCredentials(place);
  }

  #stand(server: Server, credentials: Credentials | null): void {
    const own = takePlace(this.#options.place);
    const standing: Standing = { server, own, sockets: socketsOf(server), credentials };
    server.on('error', (error) => {
      if (this.#standing !== standing) return;
      this.#standing = null;
      void this.#close(standing);
      this.#failed(listenFault(error, this.#options.place));
    });
    this.#standing = standing;
    this.#retryMs = FIRST_RETRY_MS;
    this.#tell({ status: 'listening', fault: this.#expiry(credentials) });
    this.#watch(FILES_EVERY_MS);
  }

  #failed(fault: string): void {
    this.#tell({ status: 'trouble', fault });
    if (this.#isStopped) return;
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(() => {
      this.#work = this.#begin();
    }, this.#retryMs);
    this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
  }

  #watch(afterMs: number): void {
    if (this.#options.place.certFile === '' || this.#isStopped) return;
    this.#timer?.cancel();
    this.#timer = this.#options.clock.setTimer(() => {
      this.#work = this.#look().catch(() => this.#watch(FILES_EVERY_MS));
    }, afterMs);
  }

  async #look(): Promise<void> {
    const reading = await this.#read();
    const standing = this.#standing;
    if (this.#isStopped || standing === null) return;
    const fault = reading.ok
      ? this.#use(standing, reading.credentials)
      : `${sentence(reading.text)}; the certificate from before stays in use`;
    if (!reading.ok && !this.#hasDoubt && !isToldOf(this.#status, fault)) {
      this.#hasDoubt = true;
      return this.#watch(FILES_AGAIN_MS);
    }
    this.#hasDoubt = false;
    this.#tell({ status: 'listening', fault });
    this.#watch(FILES_EVERY_MS);
  }

  /** What is wrong with them nevertheless. */
  #use(standing: Standing, credentials: Credentials | null): string | null {
    const { cert, key } = standing.credentials ?? {};
    if (credentials !== null && (credentials.cert !== cert || credentials.key !== key)) {
      if (standing.server instanceof TlsServer)
        standing.server.setSecureContext({ ...credentials, minVersion: 'TLSv1.2' });
      standing.credentials = credentials;
    }
    return this.#expiry(credentials);
  }

  #expiry(credentials: Credentials | null): string | null {
    if (credentials === null || this.#options.nowMs() < credentials.untilMs) return null;
    const day = new Date(credentials.untilMs).toISOString().slice(0, 10);
    return `The certificate in ${this.#options.place.certFile} has expired on ${day}; put a new one there`;
  }

  #tell(status: ListenerStatus): void {
    const isSame = JSON.stringify(status) === JSON.stringify(this.#status);
    this.#status = status;
    if (!isSame) this.#options.onChange();
  }

  async #close({ server, own, sockets }: Standing): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    const timer = this.#options.clock.setTimer(() => {
      for (const socket of sockets) socket.destroy();
    }, LAST_ANSWERS_MS);
    await closed;
    timer.cancel();
    own.free();
  }
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function socketsOf(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

const isToldOf = (status: ListenerStatus, fault: string | null): boolean =>
  status.status === 'listening' && status.fault === fault;

/** Null: it listens; else why it does not. */
const listening = (
  server: Server,
  { address, port }: Pick<PrometheusConfig, 'address' | 'port'>,
): Promise<unknown> =>
  new Promise((resolve) => {
    server.once('error', resolve);
    server.listen({ host: address, port, exclusive: true }, () => {
      server.off('error', resolve);
      resolve(null);
    });
  });
