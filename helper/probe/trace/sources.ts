import type { Target } from '../../protocol/target.ts';
import type { OwnAddress } from '../../socket/own-address.ts';

/** Never calls back before it returns. */
export type SourceOf = (target: Target, done: (source: OwnAddress) => void) => void;

/** Routes change; the probes of one round should not each ask anew. */
const KEPT_MS = 1000;

/** Asks once a second and target. `now`: monotonic milliseconds. */
export function createSources(ask: (target: Target) => Promise<OwnAddress>, now: () => number): SourceOf {
  const known = new Map<string, { readonly source: Promise<OwnAddress>; readonly untilMs: number }>();
  const forget = (): void => {
    for (const [text, { untilMs }] of known) if (untilMs <= now()) known.delete(text);
  };
  return ({ text, ...target }, done) => {
    let entry = known.get(text);
    if (entry === undefined || entry.untilMs <= now()) {
      forget();
      entry = { source: ask({ text, ...target }), untilMs: now() + KEPT_MS };
      known.set(text, entry);
    }
    void entry.source.then(done);
  };
}
