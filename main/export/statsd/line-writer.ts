import { Writable } from 'node:stream';
import { StatsD } from 'hot-shots';
import type { Figure } from './figure.ts';

/** A datagram this long is not cut into pieces on any usual line (IPv6's least MTU is 1,280; hence with headers). */
export const CHUNK_BYTES = 1_200;

/** How long figures gather until they are sent together. */
const GATHER_MS = 1_000;

export type Emit = (chunk: Buffer, figures: number) => void;

const NEWLINE = 0x0a;
const linesIn = (chunk: Buffer): number =>
  chunk.reduce((lines, byte) => lines + (byte === NEWLINE ? 1 : 0), 0);

/**
 * Where hot-shots puts its chunks of whole lines. It keeps none of them: every one is taken at once, so that hot-shots
 * never has anything in flight that it would wait or complain for.
 */
class ChunkSink extends Writable {
  readonly #emit: Emit;

  constructor(emit: Emit) {
    super();
    this.#emit = emit;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#emit(chunk, linesIn(chunk));
    done();
  }
}

/**
 * StatsD's protocol by hot-shots, which gathers lines into chunks. Its own sockets are not used: its UDP is never told
 * that nobody listens, and its TCP gathers without a bound while the far end takes nothing.
 */
export class LineWriter {
  readonly #client: StatsD;
  readonly #prefix: string;

  constructor(prefix: string, emit: Emit) {
    this.#prefix = prefix;
    this.#client = new StatsD({
      protocol: 'stream',
      stream: new ChunkSink(emit),
      maxBufferSize: CHUNK_BYTES,
      bufferFlushInterval: GATHER_MS,
      // What another vendor's variables in the environment would add to every line.
      datadog: false,
      includeDataDogTags: false,
      includeDatadogTelemetry: false,
      errorHandler: () => {},
    });
  }

  write(figures: readonly Figure[]): void {
    for (const { type, name, value } of figures) {
      // Not hot-shots' own prefix: that would put a dot behind it.
      const full = this.#prefix + name;
      if (type === 'counter') this.#client.increment(full, value);
      else if (type === 'gauge') this.#client.gauge(full, value);
      else this.#client.timing(full, value);
    }
  }

  /** Settles when all that was written has been emitted. */
  async end(): Promise<void> {
    await new Promise<void>((resolve) => this.#client.flush(() => resolve()));
    await new Promise<void>((resolve) => this.#client.close(() => resolve()));
  }
}
