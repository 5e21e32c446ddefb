import { type ChildProcess, spawn } from 'node:child_process';
import { type PingCommand, pingCommand, timeFigure } from '../../monitor/echo/ping-command.ts';
import { LATE_WINDOW_MS, LOST_AFTER_MS, type ProbeAnswer, type Prober, type ProbeTarget } from './prober.ts';

/** Longer output than one probe makes is not read. */
const MAX_TEXT = 4096;

/** One probe that waits for the whole late window, with a payload of the wanted size. */
function commandFor({ address, size }: ProbeTarget): PingCommand {
  const { program, args } = pingCommand(process.platform, address, LATE_WINDOW_MS);
  const sizeOption = process.platform === 'win32' ? '-l' : '-s';
  return { program, args: [...args.slice(0, -1), sizeOption, String(size), address] };
}

interface ProbeListeners {
  readonly report: (answer: ProbeAnswer) => void;
  readonly failed: (error: unknown) => void;
  /** Nothing more comes of it. */
  readonly ended: () => void;
}

/** One running `ping`. Whether it was answered is its exit status; text is read for the figure alone. */
class OneProbe {
  readonly #child: ChildProcess;
  readonly #sentMs = performance.now();
  readonly #deadline: NodeJS.Timeout;
  readonly #listeners: ProbeListeners;
  #text = '';
  #lost = false;
  #over = false;

  /** Throws what `spawn` throws: some failures come so, others as an event. */
  constructor(target: ProbeTarget, listeners: ProbeListeners) {
    this.#listeners = listeners;
    const { program, args } = commandFor(target);
    this.#child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
      // A session of its own: Ctrl-C is for this program, which then ends it.
      detached: true,
      windowsHide: true,
    });
    this.#deadline = setTimeout(() => this.#tooLate(), LOST_AFTER_MS);
    this.#child.stdout?.setEncoding('latin1').on('data', (text: string) => {
      if (this.#text.length < MAX_TEXT) this.#text += text;
    });
    this.#child.on('error', (error) => {
      if (this.#end()) listeners.failed(error);
    });
    this.#child.on('close', (status) => {
      if (this.#end()) this.#finish(status);
    });
  }

  kill(): void {
    if (this.#end()) this.#child.kill('SIGKILL');
  }

  #end(): boolean {
    const first = !this.#over;
    this.#over = true;
    clearTimeout(this.#deadline);
    if (first) this.#listeners.ended();
    return first;
  }

  #tooLate(): void {
    this.#lost = true;
    this.#listeners.report({ type: 'lost' });
  }

  /** 0: answered. 1: not answered; at once only if an ICMP error came. Anything else: it could not be sent. */
  #finish(status: number | null): void {
    if (status === 0) {
      const rttMs = timeFigure(this.#text) ?? performance.now() - this.#sentMs;
      this.#listeners.report({ type: this.#lost ? 'late' : 'reply', rttMs });
    } else if (!this.#lost) {
      this.#listeners.report(
        status === 1
          ? { type: 'unreachable', code: null, from: null }
          : { type: 'not-sent', code: "refused by the system's ping" },
      );
    }
  }
}

/** Probes through the system's `ping`, one process each: slower, and duplicates stay unseen. */
export function systemProber(target: ProbeTarget): Prober {
  const running = new Set<OneProbe>();
  let gone: (reason: string) => void = () => {};
  const failed = (error: unknown): void =>
    gone(`the system's ping could not be started: ${error instanceof Error ? error.message : String(error)}`);
  return {
    mode: 'ping',
    send: (onAnswer) => {
      try {
        const probe = new OneProbe(target, {
          report: onAnswer,
          failed,
          ended: () => running.delete(probe),
        });
        running.add(probe);
      } catch (error) {
        failed(error);
      }
    },
    onGone: (listener) => {
      gone = listener;
    },
    close: async () => {
      for (const probe of running) probe.kill();
    },
  };
}
