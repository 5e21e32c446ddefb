import type { Trouble } from '../contract/channel.ts';
import type { Config } from '../domain/model/config.ts';
import type { Engine, EngineOptions } from '../headless/types.ts';
import { HistoryError } from '../history/errors.ts';
import type { EngineRun } from './engine-run.ts';

export interface EngineHostOptions {
  readonly startEngine: (options: EngineOptions) => Promise<Engine>;
  readonly dataDirectory: string;
  /** Called with each engine before its first event flows. */
  readonly onEngine: (engine: Engine) => Promise<void>;
  readonly onChange: () => void;
  readonly log: (what: string, error: unknown) => void;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function troubleOf(error: unknown): Trouble {
  if (error instanceof HistoryError) {
    return { what: 'Nothing is measured: the history cannot be opened.', wayOut: error.message };
  }
  return {
    what: `Nothing is measured: the monitor did not start (${messageOf(error)}).`,
    wayOut: 'Try again; if it stays so, start Faultline anew.',
  };
}

/** Owns the one engine: it starts, fails in words, is tried again, and is stopped, never two at a time. */
export class EngineHost {
  readonly #options: EngineHostOptions;
  #run: EngineRun = { phase: 'starting' };
  #starting: Promise<void> | null = null;
  #stopped = false;

  constructor(options: EngineHostOptions) {
    this.#options = options;
  }

  get run(): EngineRun {
    return this.#run;
  }

  /** Does nothing while an engine runs or starts. Never rejects: `run` tells how it went. */
  start(config: Config): Promise<void> {
    if (this.#stopped || this.#run.phase === 'running') return Promise.resolve();
    this.#starting ??= this.#start(config).finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  /** No engine is started any more, and one that still starts never begins; one that runs goes on until `stop`. */
  refuse(): void {
    this.#stopped = true;
  }

  /** Settles when the engine has flushed and ended, also one that was still starting. */
  async stop(): Promise<void> {
    this.refuse();
    await this.#starting;
    if (this.#run.phase !== 'running') return;
    const { engine } = this.#run;
    this.#run = { phase: 'starting' };
    await engine.stop();
  }

  async #start(config: Config): Promise<void> {
    const { startEngine, dataDirectory, log } = this.#options;
    if (this.#run.phase === 'failed') this.#become({ phase: 'starting' });
    try {
      const engine = await startEngine({ config, dataDirectory });
      if (this.#stopped) return await engine.stop();
      await this.#begin(engine).catch(async (error: unknown) => {
        // It holds the history and the helper, which the next try needs.
        await engine.stop().catch((failure: unknown) => log('the engine did not stop', failure));
        throw error;
      });
    } catch (error) {
      if (!(error instanceof HistoryError)) log('the engine did not start', error);
      this.#become({ phase: 'failed', trouble: troubleOf(error) });
    }
  }

  async #begin(engine: Engine): Promise<void> {
    const firstRun = engine.history !== null && (await engine.history.lastAlive()) === null;
    await this.#options.onEngine(engine);
    this.#become({ phase: 'running', engine, firstRun });
    engine.begin();
  }

  #become(run: EngineRun): void {
    this.#run = run;
    this.#options.onChange();
  }
}
