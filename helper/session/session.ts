import { isUtf8 } from 'node:buffer';
import type { Refusal } from '../probe/limits.ts';
import type { Prober } from '../probe/prober.ts';
import { createLineSplitter, type Line } from '../protocol/lines.ts';
import type { Command, ErrorEvent, HelloEvent, HelperEvent } from '../protocol/messages.ts';
import { parseCommand, refusal } from '../protocol/parse.ts';
import { cancel } from './cancel.ts';
import { closePath } from './close-path.ts';
import { echo } from './echo.ts';
import { encapsulated } from './encapsulated.ts';
import type { HandlerContext } from './handler.ts';
import { hello } from './hello.ts';
import { openPath } from './open-path.ts';
import { probe } from './probe.ts';
import { stats } from './stats.ts';
import { train } from './train.ts';

function handle(command: Exclude<Command, { op: 'hello' }>, context: HandlerContext): Refusal | null {
  switch (command.op) {
    case 'echo':
      return echo(command, context);
    case 'probe':
      return probe(command, context);
    case 'open-path':
      return openPath(command, context);
    case 'close-path':
      return closePath(command, context);
    case 'encapsulated':
      return encapsulated(command, context);
    case 'train':
      return train(command, context);
    case 'cancel':
      return cancel(command, context);
    case 'stats':
      return stats(command, context);
  }
}

export interface SessionOptions {
  readonly prober: Prober;
  readonly greeting: Omit<HelloEvent, 'id'>;
  readonly lineBytes: number;
  readonly send: (event: HelperEvent) => void;
  readonly dropped: () => number;
}

/** The conversation: bytes in, every line answered. */
export class Session {
  readonly #options: SessionOptions;
  readonly #context: HandlerContext;
  readonly #splitter;
  #greeted = false;
  #rejected = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#splitter = createLineSplitter(options.lineBytes);
    this.#context = {
      ...options,
      refuse: (id, { code, message }) => this.#refuse(refusal(id, code, message)),
      rejected: () => this.#rejected,
    };
  }

  receive(chunk: Uint8Array): void {
    for (const line of this.#splitter.push(chunk)) this.#take(line);
  }

  /** The input is over. A command cut short is refused, not guessed at. */
  end(): void {
    if (this.#splitter.partial > 0) this.#refuse(refusal(null, 'bad-json', 'the input ended within a line'));
  }

  #take(line: Line): void {
    const command = this.#parse(line);
    if ('event' in command) {
      this.#refuse(command);
      return;
    }
    const fault = this.#act(command);
    if (fault !== null) this.#context.refuse(command.id, fault);
  }

  #parse(line: Line): Command | ErrorEvent {
    if (line.kind === 'too-long') {
      return refusal(null, 'line-too-long', `a line has at most ${this.#options.lineBytes} bytes`);
    }
    if (!isUtf8(line.bytes)) return refusal(null, 'bad-json', 'the line is not UTF-8');
    return parseCommand(Buffer.from(line.bytes).toString('utf8'));
  }

  #act(command: Command): Refusal | null {
    // An answer carrying this id would be taken for the echo's or the probe's.
    if (this.#options.prober.knows(command.id)) {
      return { code: 'duplicate-id', message: `${command.id} may still be answered` };
    }
    if (command.op === 'hello') {
      const fault = hello(command, this.#context);
      if (fault === null) this.#greeted = true;
      return fault;
    }
    if (!this.#greeted) return { code: 'hello-first', message: 'the first command must be hello' };
    return handle(command, this.#context);
  }

  #refuse(event: ErrorEvent): void {
    this.#rejected += 1;
    this.#options.send(event);
  }
}
