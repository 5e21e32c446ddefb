import type { RouteChange, TraceView } from '../../domain/model/trace.ts';
import { wallMs } from '../../domain/model/units.ts';
import type { Cli } from '../cli.ts';
import { LiveRegion } from '../terminal/live-region.ts';
import { changeLine, headLine, liveLines, stamped, traceLines } from './print.ts';
import { changeJson, traceResult } from './result.ts';
import { newWarnings } from './warning-lines.ts';

/** How a trace is shown while it runs and when it has ended. */
export interface Presenter {
  take(view: TraceView): void;
  end(view: TraceView): void;
}

const isSame = (one: RouteChange, other: RouteChange): boolean =>
  one.atMs === other.atMs && one.ttl === other.ttl && one.from === other.from && one.to === other.to;

/**
 * What was not told before. The list grows at its end in the order of being noticed, which is not that of the times
 * told; of a long one only the latest are kept.
 */
function newChanges() {
  let last: RouteChange | null = null;
  return ({ changes }: TraceView): readonly RouteChange[] => {
    const told = last;
    last = changes.at(-1) ?? last;
    if (told === null) return changes;
    return changes.slice(changes.findLastIndex((change) => isSame(change, told)) + 1);
  };
}

const onceJson = ({ stdout }: Cli): Presenter => ({
  take: () => {},
  end: (view) => stdout.json(traceResult(view)),
});

/** A line for each round that is over and each change of the route, and one at the end. */
function watchJson({ stdout }: Cli): Presenter {
  const changesOf = newChanges();
  let rounds = 1;
  const tellChanges = (view: TraceView): void => {
    for (const change of changesOf(view)) stdout.json({ type: 'change', ...changeJson(change) });
  };
  return {
    take(view) {
      tellChanges(view);
      if (view.rounds <= rounds) return;
      rounds = view.rounds;
      stdout.json({ type: 'round', ...traceResult(view) });
    },
    end(view) {
      tellChanges(view);
      stdout.json({ type: 'end', ...traceResult(view) });
    },
  };
}

/** For a pipe or a file: nothing is redrawn. */
function plain(cli: Cli): Presenter {
  const { stdout, terminal } = cli;
  const changesOf = newChanges();
  const warningsOf = newWarnings();
  let isHeaded = false;
  return {
    take(view) {
      if (view.mode !== 'continuous' || view.rounds === 0) return;
      if (!isHeaded) stdout.line(`${headLine(view)}; Ctrl-C ends it with its table`);
      isHeaded = true;
      for (const change of changesOf(view)) stdout.line(changeLine(terminal, change));
      for (const { text } of warningsOf(view)) stdout.line(stamped(terminal, wallMs(cli.now()), text));
    },
    end: (view) => {
      for (const line of traceLines(terminal, view, isHeaded)) stdout.line(line);
    },
  };
}

/** Rounds go on for hours: often enough for a person, rare enough to cost nothing. */
const REDRAW_MS = 400;

function live(cli: Cli): Presenter {
  const region = new LiveRegion(cli.stdout);
  const changesOf = newChanges();
  let drawnMs = Number.NEGATIVE_INFINITY;
  return {
    take(view) {
      for (const change of changesOf(view)) region.print(changeLine(cli.terminal, change));
      const sinceMs = cli.now() - drawnMs;
      if (view.mode === 'continuous' && view.rounds > 1 && sinceMs >= 0 && sinceMs < REDRAW_MS) return;
      drawnMs = cli.now();
      region.show(liveLines(cli.terminal, view));
    },
    end(view) {
      region.clear();
      for (const line of traceLines(cli.terminal, view)) cli.stdout.line(line);
    },
  };
}

export function presenterFor(cli: Cli, isWatch: boolean): Presenter {
  if (cli.json) return isWatch ? watchJson(cli) : onceJson(cli);
  return cli.terminal.live ? live(cli) : plain(cli);
}
