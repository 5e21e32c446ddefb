import type { StatsdConfig } from '../../domain/model/metrics-config.ts';
import type { ExporterState } from '../../domain/model/metrics-state.ts';
import type { WallMs } from '../../domain/model/units.ts';
import type { Outcomes, TroubleCode } from './transport/types.ts';
import { troubleWords, workingWords } from './words.ts';

/** How the exporter stands, made of what becomes of its figures. */
export class Standing implements Outcomes {
  readonly #config: StatsdConfig;
  readonly #now: () => WallMs;
  readonly #onState: () => void;
  #state: ExporterState;

  constructor(config: StatsdConfig, now: () => WallMs, onState: () => void) {
    this.#config = config;
    this.#now = now;
    this.#onState = onState;
    const text = 'Nothing has been sent yet.';
    const nothing = { sent: 0, dropped: 0, queued: null, lastMs: null };
    this.#state = { name: 'statsd', phase: 'waiting', text, ...nothing };
  }

  get state(): ExporterState {
    return this.#state;
  }

  sent(figures: number): void {
    this.#become({ sent: this.#state.sent + figures, lastMs: this.#now() });
  }

  dropped(figures: number): void {
    this.#become({ dropped: this.#state.dropped + figures });
  }

  well(): void {
    const text = workingWords(this.#config);
    if (this.#state.phase !== 'working') this.#become({ phase: 'working', text });
  }

  trouble(code: TroubleCode): void {
    const text = troubleWords(code, this.#config);
    if (this.#state.phase !== 'trouble' || this.#state.text !== text)
      this.#become({ phase: 'trouble', text });
  }

  #become(but: Partial<ExporterState>): void {
    this.#state = { ...this.#state, ...but };
    this.#onState();
  }
}
