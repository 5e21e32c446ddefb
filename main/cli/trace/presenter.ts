import type { RouteChange, TraceView } from '../../domain/model/trace.ts';
import type { Cli } from '../cli.ts';
import { LiveRegion } from '../terminal/live-region.ts';
import { changeLine, headLine, liveLines, traceLines } from './print.ts';
import { changeJson, traceResult } from './result.ts';

/** How a trace is shown while it runs and when it has ended. */
export interface Presenter {
  take(view: TraceView): void;
  end(view: TraceView): void;
}

/** What was not told before, oldest first: of the list only the latest are kept. */
function newChanges() {
  let lastMs = Number.NEGATIVE_INFINITY;
  let told: readonly RouteChange[] = [];
  return ({ changes }: TraceView): readonly RouteChange[] => {
    const isTold = (change: RouteChange): boolean =>
      told.some(({ atMs, ttl, to }) => atMs === change.atMs && ttl === change.ttl && to === change.to);
    const news = changes.filter((change) => change.atMs >= lastMs && !isTold(change));
    lastMs = changes.at(-1)?.atMs ?? lastMs;
    told = changes.filter(({ atMs }) => atMs === lastMs);
    return news;
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
function plain({ stdout, terminal }: Cli): Presenter {
  const changesOf = newChanges();
  let isHeaded = false;
  return {
    take(view) {
      if (view.mode !== 'continuous' || view.destination.address === '') return;
      if (!isHeaded) stdout.line(`${headLine(view)}; Ctrl-C ends it with its table`);
      isHeaded = true;
      for (const change of changesOf(view)) stdout.line(changeLine(terminal, change));
    },
    end: (view) => {
      for (const line of traceLines(terminal, view)) stdout.line(line);
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
