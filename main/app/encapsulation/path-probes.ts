import type { PathProbeAsk } from '../../domain/encapsulation/ask.ts';
import type { PathProbeView } from '../../domain/model/encapsulation.ts';
import type { TraceWarning } from '../../domain/model/trace.ts';
import type { RunningPathProbe, StartPathProbe } from '../../encapsulation/types.ts';
import { Refusal } from '../refusal.ts';
import type { Encapsulated } from './types.ts';
import { withWhy } from './why-ended.ts';

/** The helper sends so few packets in IP-in-IP a second that more would only wait for each other. */
export const MOST_PROBING = 3;
/** Views of ended ones that can still be asked for. */
const REMEMBERED = 10;

export interface PathProbesOptions {
  readonly startPathProbe: StartPathProbe;
  readonly newId: () => string;
  readonly onPathProbe: (view: PathProbeView) => void;
  readonly log: (what: string, error: unknown) => void;
}

interface Running {
  readonly probe: RunningPathProbe;
  /** Why it was ended; null: it was not, or the person did. */
  why: TraceWarning | null;
}

const trimmed = (ask: PathProbeAsk): PathProbeAsk => ({
  ...ask,
  path:
    'host' in ask.path ? { host: ask.path.host.trim() } : { hops: ask.path.hops.map((hop) => hop.trim()) },
  from: ask.from?.trim() ?? null,
});

/** Runs the path probes that windows ask for, and remembers the last of them. */
export class PathProbes {
  readonly #options: PathProbesOptions;
  readonly #running = new Map<string, Running>();
  readonly #views = new Map<string, PathProbeView>();
  readonly #work = new Set<Promise<void>>();

  constructor(options: PathProbesOptions) {
    this.#options = options;
  }

  /** @throws Refusal when too many run. */
  start(ask: PathProbeAsk, surroundings: Encapsulated): PathProbeView {
    if (this.#running.size >= MOST_PROBING) {
      throw new Refusal({
        what: `${MOST_PROBING} path probes are running.`,
        wayOut: 'Stop one of them first.',
      });
    }
    const { startPathProbe, newId } = this.#options;
    const probe = startPathProbe(trimmed(ask), { ...surroundings, id: newId() });
    this.#follow(probe);
    return probe.view;
  }

  /** Of one that does not run (any more) nothing is left to do. */
  stop(id: string): void {
    this.#running.get(id)?.probe.stop();
  }

  /** Those for which there is a reason, which their views then tell. */
  stopWhere(whyOf: (view: PathProbeView) => TraceWarning | null): void {
    for (const running of this.#running.values()) {
      const why = whyOf(running.probe.view);
      if (why === null) continue;
      running.why = why;
      running.probe.stop();
    }
  }

  /** Settles when each of them has ended. */
  async stopAll(): Promise<void> {
    for (const { probe } of this.#running.values()) probe.stop();
    await Promise.all(this.#work);
  }

  /** @throws Refusal when it is not known (any more). */
  find(id: string): PathProbeView {
    const running = this.#running.get(id);
    const view = running === undefined ? this.#views.get(id) : withWhy(running.probe.view, running.why);
    if (view !== undefined) return view;
    throw new Refusal({ what: 'This path probe is no longer kept.', wayOut: 'Run it again.' });
  }

  #follow(probe: RunningPathProbe): void {
    const { id } = probe.view;
    const { onPathProbe, log } = this.#options;
    const running: Running = { probe, why: null };
    this.#running.set(id, running);
    const unsubscribe = probe.onChange((view) => onPathProbe(withWhy(view, running.why)));
    const work = probe.ended
      .then((view) => this.#remember(withWhy(view, running.why)))
      .catch((error: unknown) => log('a path probe failed', error))
      .finally(() => {
        unsubscribe();
        this.#running.delete(id);
        this.#work.delete(work);
      });
    this.#work.add(work);
  }

  #remember(view: PathProbeView): void {
    this.#views.set(view.id, view);
    for (const oldest of this.#views.keys()) {
      if (this.#views.size <= REMEMBERED) return;
      this.#views.delete(oldest);
    }
  }
}
