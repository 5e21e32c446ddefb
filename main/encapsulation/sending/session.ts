import type { PacketEngine } from '../../domain/encapsulation/types.ts';
import type { OpenPath } from '../../helper-client/types.ts';
import type { AuditEntry, AuditRun, EncapsulationSurroundings } from '../types.ts';
import type { PacketFailure } from './packet-failure.ts';
import { PacketRun } from './packet-run.ts';
import { windowOf } from './shared-window.ts';

export interface SessionOptions {
  readonly what: AuditEntry['what'];
  /** Canonical, each once, nearest first. */
  readonly addresses: readonly string[];
  readonly around: EncapsulationSurroundings;
}

export type SessionOpening =
  | { readonly ok: true; readonly session: PathSession }
  | { readonly ok: false; readonly failure: PacketFailure };

/** Told when the path has ended unasked; not after `close`. */
export type PathEndListener = (failure: PacketFailure) => void;

/** One path that is open, all that is sent along it, and its lines in the log. */
export class PathSession {
  readonly addresses: readonly string[];
  readonly path: OpenPath;
  readonly #options: SessionOptions;
  readonly #started: ReturnType<EncapsulationSurroundings['clock']['now']>;
  readonly #runs: PacketRun<unknown>[] = [];
  /** Sent by others than our runs, as a trace's packets are. */
  #others: () => number = () => 0;
  #listener: PathEndListener = () => {};
  #ended: PacketFailure | null = null;
  #isClosed = false;
  #isLogged = false;

  private constructor(options: SessionOptions, path: OpenPath) {
    this.#options = options;
    this.addresses = options.addresses;
    this.path = {
      source: path.source,
      send: (request, onReport) => (this.#mayBegin() ? path.send(request, onReport) : null),
      cancel: (id) => path.cancel(id),
      close: () => path.close(),
    };
    this.#started = options.around.clock.now();
  }

  static async open(options: SessionOptions): Promise<SessionOpening> {
    // The helper may end it before we have it.
    let early: PacketFailure | null = null;
    let session: PathSession | null = null;
    const opening = await options.around.paths.openPath(options.addresses, (end) => {
      const failure: PacketFailure =
        end.reason === 'prohibited'
          ? { kind: 'prohibited', from: end.from }
          : { kind: 'no-helper', hasSent: true };
      if (session === null) early = failure;
      else session.#end(failure);
    });
    if (!opening.ok) return { ok: false, failure: failureOf(opening) };
    session = new PathSession(options, opening.path);
    if (early !== null) session.#end(early);
    return { ok: true, session };
  }

  get source(): string {
    return this.path.source;
  }

  /** Packets in IP-in-IP that left. */
  get sent(): number {
    return this.#runs.reduce((sum, run) => sum + run.sent, this.#others());
  }

  /** Why the path has ended unasked; null: it has not. */
  get ended(): PacketFailure | null {
    return this.#ended;
  }

  set onEnd(listener: PathEndListener) {
    this.#listener = listener;
  }

  set sentBeside(count: () => number) {
    this.#others = count;
  }

  run<Facts>(engine: PacketEngine<Facts>, timeoutMs: number, onMoved: () => void): PacketRun<Facts> {
    const { sender, clock, paths } = this.#options.around;
    const run = new PacketRun(engine, {
      sender,
      clock,
      timeoutMs,
      onMoved,
      path: this.path,
      addresses: this.addresses,
      window: windowOf(paths),
    });
    this.#runs.push(run);
    if (this.#ended === null) run.begin();
    else run.fail(this.#ended);
    return run;
  }

  /**
   * What is under way is given up, and its end is written; nothing for a path along which nothing was to be sent.
   * `end`: a few words. Rejects when it can't be.
   */
  async close(end: string): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const run of this.#runs) run.stop();
    this.path.close();
    if (!this.#isLogged) return;
    const { clock, audit } = this.#options.around;
    await audit.add({
      ...this.#auditRun(),
      sent: this.sent,
      durationMs: Math.round(clock.now().monoMs - this.#started.monoMs),
      end,
    });
  }

  #auditRun(): AuditRun {
    const { what, around } = this.#options;
    const { network, id } = around;
    const { source, addresses: path } = this;
    return { atMs: this.#started.wallMs, run: id, what, network, source, path };
  }

  /** The log hears of a run before its first packet leaves; a run of which it can't hear is none. */
  #mayBegin(): boolean {
    if (this.#isLogged) return true;
    if (this.#ended !== null) return false;
    try {
      this.#options.around.audit.begin(this.#auditRun());
      this.#isLogged = true;
    } catch (error) {
      this.#end({ kind: 'no-log', message: error instanceof Error ? error.message : String(error) });
    }
    return this.#isLogged;
  }

  #end(failure: PacketFailure): void {
    if (this.#isClosed || this.#ended !== null) return;
    this.#ended = failure;
    for (const run of this.#runs) run.fail(failure);
    this.#listener(failure);
  }
}

function failureOf({ code, message }: { readonly code: string; readonly message: string }): PacketFailure {
  if (code === 'no-helper') return { kind: 'no-helper', hasSent: false };
  return code === 'no-route' ? { kind: 'unsent', code: 'ENETUNREACH' } : { kind: 'refused', message };
}
