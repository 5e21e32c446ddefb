import { LIMITS } from '../../helper/protocol/limits.ts';
import { createLineSplitter } from '../../helper/protocol/lines.ts';
import {
  type Command,
  type FatalEvent,
  type HelloEvent,
  type HelperEvent,
  PROTOCOL_VERSION,
  type StatsEvent,
} from '../../helper/protocol/messages.ts';
import { parseEvent } from '../../helper/protocol/parse.ts';
import { HelperPaths, NO_HELPER } from './paths.ts';
import { PendingAnswers } from './pending-answers.ts';
import type { HelperTransport } from './transport.ts';
import type {
  EchoAnswer,
  EchoRequest,
  EncapsulatedReport,
  HelperClient,
  ProbeReport,
  ProbeRequest,
  TrainReport,
  TrainRequest,
} from './types.ts';

/** An event longer than this is not one: the longest, a `probe` with all that a router may tell, has a few thousand. */
const EVENT_BYTES = 0x4000;
/** Echoes and probes that something may still be told of: more than are sent in that time at our rates. */
const KEPT_FACTOR = 8;
/** How long a probe of that time limit may be spoken of: twice the late window, since either side may be held up. */
const spokenOfMs = (timeoutMs: number): number => timeoutMs + 2 * LIMITS.lateWindowMs;
/** Lines that are no event, or answer nothing we asked: more of them in one run than any bug of ours makes. */
const STRAY_LIMIT = 1000;
/** Commands the helper has not read: more than it may ever have outstanding. */
const UNREAD_LIMIT_BYTES = 0x10_0000;
/** Milliseconds that a helper gets to drain after its input was closed, and then once more after SIGTERM. */
const CLOSE_GRACE_MS = 1500;

export type Greeting =
  | { readonly hello: HelloEvent }
  | { readonly fatal: FatalEvent }
  /** `exitCode`: how the process ended, when it ended by itself before it said anything. */
  | { readonly reason: string; readonly exitCode?: number | null; readonly timedOut?: true };

/**
 * The conversation with one helper process. Whatever it says is foreign: it is parsed by the contract, bounded
 * in length and number, and a process that talks nonsense is ended, never trusted half-way.
 */
export class Connection {
  readonly #transport: HelperTransport;
  readonly #echoes: PendingAnswers<EchoAnswer>;
  readonly #probes: PendingAnswers<ProbeReport>;
  readonly #packets: PendingAnswers<EncapsulatedReport>;
  readonly #trains: PendingAnswers<TrainReport>;
  readonly #paths: HelperPaths;
  readonly #stats = new Map<number, (event: StatsEvent) => void>();
  readonly #exitListeners = new Set<(reason: string) => void>();
  readonly #decoder = new TextDecoder();
  #greeted: ((greeting: Greeting) => void) | null = null;
  #gone: string | null = null;
  readonly #exited: Promise<void>;
  #onExited: () => void = () => undefined;
  #exitCode: number | null = null;
  #complaint: string | null = null;
  #strays = 0;
  #lastId = 0;
  #closing: Promise<void> | null = null;

  /** `nowMs`: monotonic. */
  constructor(transport: HelperTransport, nowMs: () => number = () => performance.now()) {
    this.#transport = transport;
    this.#exited = new Promise((resolve) => {
      this.#onExited = resolve;
    });
    this.#echoes = new PendingAnswers(LIMITS.outstanding * KEPT_FACTOR, nowMs);
    this.#probes = new PendingAnswers(LIMITS.probeOutstanding * KEPT_FACTOR, nowMs);
    this.#packets = new PendingAnswers(LIMITS.encapsulatedOutstanding * KEPT_FACTOR, nowMs);
    this.#trains = new PendingAnswers(LIMITS.trainOutstanding * KEPT_FACTOR, nowMs);
    this.#paths = new HelperPaths({
      nextId: () => this.#nextId(),
      send: (command) => this.#send(command),
      packets: this.#packets,
      spokenOfMs,
    });
    const lines = createLineSplitter(EVENT_BYTES);
    transport.events?.on('data', (chunk: Buffer) => {
      for (const line of lines.push(chunk)) {
        if (line.kind === 'too-long') this.#abandon('it sent a line that is too long');
        else this.#take(this.#decoder.decode(line.bytes));
      }
    });
    transport.onTrouble(() => {
      // One that has ended before its hello tells more by how it ended.
      if (this.#greeted === null) this.#abandon('its input is closed');
    });
    transport.onEnd(({ reason, exitCode }) => {
      this.#exitCode = exitCode;
      this.#leave(reason);
      this.#onExited();
    });
  }

  /** The first event, which must be a hello or a fatal. */
  greet(timeoutMs: number): Promise<Greeting> {
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => this.#answerGreeting({ reason: 'it said nothing', timedOut: true }),
        timeoutMs,
      );
      this.#greeted = (greeting) => {
        clearTimeout(timer);
        resolve(greeting);
      };
      if (this.#gone !== null) this.#answerGreeting({ reason: this.#gone, exitCode: this.#exitCode });
      else this.#send({ op: 'hello', id: this.#nextId(), protocol: PROTOCOL_VERSION });
    });
  }

  client(hello: HelloEvent): HelperClient {
    return {
      hello,
      echo: (request, onAnswer) => this.#echo(request, onAnswer),
      cancel: (id) => {
        if (this.#echoes.isUnanswered(id)) this.#send({ op: 'cancel', id: this.#nextId(), target: id });
      },
      probe: (request, onReport) =>
        hello.features.includes('probe') ? this.#probe(request, onReport) : null,
      cancelProbe: (id) => this.#giveUpOn(this.#probes, id),
      train: (request, onReport) =>
        hello.features.includes('train') ? this.#train(request, onReport) : null,
      cancelTrain: (id) => this.#giveUpOn(this.#trains, id),
      openPath: (addresses, onEnd) =>
        this.#gone === null && hello.features.includes('open-path')
          ? this.#paths.open(addresses, onEnd)
          : Promise.resolve(NO_HELPER),
      stats: () => this.#askStats(),
      onExit: (listener) => this.#onExit(listener),
      close: () => this.#close(),
      giveUp: () => this.#abandon('it did not answer any more'),
    };
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.#transport.kill(signal);
  }

  /** Ends a process that is not wanted any more. */
  giveUp(why: string): void {
    this.#abandon(why);
  }

  #echo(request: EchoRequest, onAnswer: (answer: EchoAnswer) => void): number {
    const id = this.#nextId();
    if (this.#gone !== null) return id;
    const { address, size, ttl, timeoutMs } = request;
    this.#echoes.add(id, onAnswer, spokenOfMs(timeoutMs));
    this.#send({ op: 'echo', id, address, size, ttl, timeoutMs });
    return id;
  }

  #probe(request: ProbeRequest, onReport: (report: ProbeReport) => void): number | null {
    if (this.#gone !== null) return null;
    const id = this.#nextId();
    const { method, address, ttl, flow, port, size, timeoutMs } = request;
    this.#probes.add(id, onReport, spokenOfMs(timeoutMs));
    this.#send({ op: 'probe', id, method, address, ttl, flow, port, size, timeoutMs });
    return id;
  }

  #train(request: TrainRequest, onReport: (report: TrainReport) => void): number | null {
    if (this.#gone !== null) return null;
    const id = this.#nextId();
    const { address, fragments, spacingMs, ttl, timeoutMs } = request;
    this.#trains.add(id, onReport, spokenOfMs(timeoutMs + LIMITS.trainSpanMaxMs));
    this.#send({ op: 'train', id, address, fragments, spacingMs, ttl, timeoutMs });
    return id;
  }

  #giveUpOn(pending: Pick<PendingAnswers<ProbeReport>, 'forget' | 'isUnanswered'>, id: number): void {
    const isWanted = pending.forget(id);
    if (isWanted && pending.isUnanswered(id)) this.#send({ op: 'cancel', id: this.#nextId(), target: id });
  }

  #askStats(): Promise<StatsEvent> {
    return new Promise((resolve, reject) => {
      if (this.#gone !== null) return reject(new Error(`the helper is gone: ${this.#gone}`));
      const id = this.#nextId();
      const forget = this.#onExit((reason) => reject(new Error(`the helper is gone: ${reason}`)));
      this.#stats.set(id, (event) => {
        forget();
        resolve(event);
      });
      this.#send({ op: 'stats', id });
    });
  }

  #onExit(listener: (reason: string) => void): () => void {
    if (this.#gone !== null) {
      const reason = this.#gone;
      queueMicrotask(() => listener(reason));
      return () => undefined;
    }
    this.#exitListeners.add(listener);
    return () => this.#exitListeners.delete(listener);
  }

  /** Ids go round; one that may still be answered is not given out again. */
  #nextId(): number {
    this.#echoes.sweep();
    this.#probes.sweep();
    this.#packets.sweep();
    this.#trains.sweep();
    const all = [this.#echoes, this.#probes, this.#packets, this.#trains, this.#paths, this.#stats];
    do this.#lastId = this.#lastId >= LIMITS.idMax ? 1 : this.#lastId + 1;
    while (all.some((pending) => pending.has(this.#lastId)));
    return this.#lastId;
  }

  #send(command: Command): void {
    const { commands } = this.#transport;
    if (commands === null || !commands.writable) return;
    commands.write(`${JSON.stringify(command)}\n`);
    if (commands.writableLength > UNREAD_LIMIT_BYTES) this.#abandon('it does not read its commands');
  }

  #take(line: string): void {
    if (this.#complaint !== null) return;
    const event = parseEvent(line);
    if ('error' in event) this.#stray('it does not speak the protocol');
    else if (this.#greeted !== null) this.#takeGreeting(event);
    else if (!this.#deliver(event)) this.#stray('it answers what was not asked');
  }

  #takeGreeting(event: HelperEvent): void {
    if (event.event === 'hello') this.#answerGreeting({ hello: event });
    else if (event.event === 'fatal') this.#answerGreeting({ fatal: event });
    else this.#abandon('it did not begin with a hello');
  }

  #answerGreeting(greeting: Greeting): void {
    const greeted = this.#greeted;
    this.#greeted = null;
    greeted?.(greeting);
  }

  /** False: nobody waits for it. */
  #deliver(event: HelperEvent): boolean {
    switch (event.event) {
      case 'echo':
      case 'late':
      case 'duplicate':
        return this.#echoes.answer(event.id, event);
      case 'probe':
      case 'probe-again':
        return this.#probes.answer(event.id, event);
      case 'train':
      case 'train-again':
        return this.#trains.answer(event.id, event);
      case 'error':
        if (event.id === null) return false;
        return (
          this.#echoes.answer(event.id, event) ||
          this.#probes.answer(event.id, event) ||
          this.#trains.answer(event.id, event) ||
          this.#paths.take(event)
        );
      case 'path-opened':
      case 'path-closed':
      case 'encapsulated':
      case 'encapsulated-again':
        return this.#paths.take(event);
      case 'stats': {
        const resolve = this.#stats.get(event.id);
        this.#stats.delete(event.id);
        resolve?.(event);
        return resolve !== undefined;
      }
      case 'fatal':
        this.#abandon(event.message);
        return true;
      case 'cancelled':
        return true;
      default:
        return false;
    }
  }

  #stray(complaint: string): void {
    this.#strays += 1;
    if (this.#strays > STRAY_LIMIT || this.#greeted !== null) this.#abandon(complaint);
  }

  /** Ends the process; what it still says is not listened to. */
  #abandon(complaint: string): void {
    if (this.#complaint !== null) return;
    this.#complaint = complaint;
    this.#answerGreeting({ reason: complaint });
    this.kill();
  }

  #leave(reason: string): void {
    if (this.#gone !== null) return;
    this.#gone = this.#complaint ?? reason;
    this.#echoes.clear();
    this.#probes.clear();
    this.#trains.clear();
    this.#paths.end();
    this.#answerGreeting({ reason: this.#gone, exitCode: this.#exitCode });
    for (const listener of [...this.#exitListeners]) listener(this.#gone);
    this.#exitListeners.clear();
    this.#stats.clear();
  }

  /** May be asked again while it is under way: a helper that hangs is given up once for every unanswered probe. */
  #close(): Promise<void> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<void> {
    const pending = [this.#echoes, this.#probes, this.#packets, this.#trains].flatMap((some) =>
      some.unanswered(),
    );
    for (const id of pending) {
      this.#send({ op: 'cancel', id: this.#nextId(), target: id });
    }
    this.#transport.end();
    const terminate = setTimeout(() => this.kill('SIGTERM'), CLOSE_GRACE_MS);
    const kill = setTimeout(() => this.kill('SIGKILL'), 2 * CLOSE_GRACE_MS);
    await this.#exited;
    clearTimeout(terminate);
    clearTimeout(kill);
  }
}
