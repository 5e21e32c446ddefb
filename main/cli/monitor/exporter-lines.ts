import type { ExporterName, ExporterState, ExporterTrouble } from '../../domain/model/metrics-state.ts';
import { EXPORTER_NAMES } from '../../domain/words/names.ts';
import { countOf } from '../../domain/words/numbers.ts';

/** One that is out of trouble for so long has recovered; sooner it may only be flapping. */
export const RECOVERED_AFTER_MS = 10_000;

interface Trouble {
  /** When all was last seen to be well: states come once a second, and what makes a trouble is dropped before that. */
  readonly droppedThen: number;
  /** Since when it has been well again; null: it is not. */
  readonly wellSinceMs: number | null;
  /** Of all that was wrong since then: what goes and comes again is no news. */
  readonly told: ReadonlySet<string>;
}

/** What is wrong, with no more of a name than that where it is but one thing. */
const troublesOf = ({ text, troubles }: ExporterState): readonly ExporterTrouble[] =>
  troubles ?? [{ id: '', text }];

/** What is told of exporters on standard error: each trouble once, and the end of all of them. */
export class ExporterLines {
  readonly #troubles = new Map<ExporterName, Trouble>();
  readonly #droppedWell = new Map<ExporterName, number>();

  /** The lines that these states are worth; times are those of one clock. */
  take(states: readonly ExporterState[], nowMs: number): readonly string[] {
    return states.flatMap((state) => this.#line(state, nowMs) ?? []);
  }

  /**
   * When they have ended: what troubles still cost, and what of it nobody was told of because it had not lasted long
   * enough to be called one. `isKept`: what waits lies on disk, and not in memory alone.
   */
  end(states: readonly ExporterState[], isKept: boolean): readonly string[] {
    return states.flatMap(({ name, dropped, queued }) => {
      const isTold = this.#troubles.has(name);
      if (!isTold && queued === null) return [];
      const waiting = queued ?? 0;
      const droppedNow = isTold ? dropped : Math.max(0, dropped - (this.#droppedWell.get(name) ?? 0));
      const gone = isKept ? droppedNow : droppedNow + waiting;
      const given = gone === 0 ? [] : [`${countOf(gone, 'figure')} given up`];
      const kept = isKept && waiting > 0 ? [`${countOf(waiting, 'figure')} kept for later`] : [];
      const costs = [...given, ...kept];
      return costs.length === 0 ? [] : [`${EXPORTER_NAMES[name]}: ${costs.join(', ')}`];
    });
  }

  #line(state: ExporterState, nowMs: number): string | null {
    const { name, phase, dropped } = state;
    const trouble = this.#troubles.get(name);
    if (phase === 'trouble') {
      const droppedThen = trouble?.droppedThen ?? this.#droppedWell.get(name) ?? 0;
      const told = trouble?.told ?? new Set();
      const found = troublesOf(state);
      const news = found.filter(({ id }) => !told.has(id));
      const all = new Set([...told, ...found.map(({ id }) => id)]);
      this.#troubles.set(name, { droppedThen, wellSinceMs: null, told: all });
      return news.length === 0 ? null : `${EXPORTER_NAMES[name]}: ${news.map(({ text }) => text).join(' ')}`;
    }
    this.#droppedWell.set(name, dropped);
    if (trouble === undefined) return null;
    if (phase !== 'off') return this.#recovery(state, trouble, nowMs);
    this.#troubles.delete(name);
    return null;
  }

  #recovery({ name, phase, text, dropped }: ExporterState, trouble: Trouble, nowMs: number): string | null {
    const wellSinceMs = trouble.wellSinceMs ?? nowMs;
    if (nowMs - wellSinceMs < RECOVERED_AFTER_MS) {
      this.#troubles.set(name, { ...trouble, wellSinceMs });
      return null;
    }
    this.#troubles.delete(name);
    // One that waits for others to ask has no more to show than that.
    const well = phase === 'working' ? 'works again' : text.replace(/\.$/, '');
    const lost = Math.max(0, dropped - trouble.droppedThen);
    const given = lost === 0 ? 'nothing was' : `${countOf(lost, 'figure')} ${lost === 1 ? 'was' : 'were'}`;
    return `${EXPORTER_NAMES[name]}: ${well}; ${given} given up meanwhile`;
  }
}
