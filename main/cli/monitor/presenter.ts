import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import { wallMs } from '../../domain/model/units.ts';
import { RecentSamples } from '../../domain/recent/recent-samples.ts';
import type { Engine } from '../../headless/types.ts';
import type { Cli } from '../cli.ts';
import { LiveRegion } from '../terminal/live-region.ts';
import { eventJson } from './event-json.ts';
import { eventLine } from './event-lines.ts';
import { liveLines } from './live-view.ts';

/** How events are shown until `end`. */
export interface Presenter {
  take(event: MonitorEvent): void;
  end(): void;
}

function jsonPresenter(cli: Cli): Presenter {
  return { take: (event) => cli.stdout.json(eventJson(event, cli.now())), end: () => {} };
}

/** For a pipe or a file: a line an event, nothing redrawn. */
function linePresenter(cli: Cli): Presenter {
  return {
    take: (event) => {
      const line = eventLine(cli.terminal, event, cli.now());
      if (line !== null) cli.stdout.line(line);
    },
    end: () => {},
  };
}

/** Often enough for a person, rare enough to cost nothing. */
const REDRAW_MS = 500;

function livePresenter(cli: Cli, engine: Engine): Presenter {
  const region = new LiveRegion(cli.stdout);
  const recent = new RecentSamples();
  const draw = (): void => {
    const input = { health: engine.health, open: engine.open, nowMs: wallMs(cli.now()), zone: undefined };
    region.show(liveLines(cli.terminal, input, recent));
  };
  draw();
  const timer = setInterval(draw, REDRAW_MS);
  return {
    take: (event) => {
      if (event.type === 'sample') recent.add(event.sample);
      if (event.type === 'gap') recent.clear();
      const line = eventLine(cli.terminal, event, cli.now());
      if (line !== null) region.print(line);
    },
    end: () => {
      clearInterval(timer);
      region.clear();
    },
  };
}

export function presenterFor(cli: Cli, engine: Engine): Presenter {
  if (cli.json) return jsonPresenter(cli);
  return cli.terminal.live ? livePresenter(cli, engine) : linePresenter(cli);
}
