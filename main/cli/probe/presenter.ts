import type { PathProbeView } from '../../domain/model/encapsulation.ts';
import type { Cli } from '../cli.ts';
import { clip } from '../terminal/clip.ts';
import { LiveRegion } from '../terminal/live-region.ts';
import { visibleWidth } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { probeLines } from './print.ts';
import { probeResult } from './result.ts';

/** How a path probe is shown while it runs and when it has ended. */
export interface Presenter {
  take(view: PathProbeView): void;
  end(view: PathProbeView): void;
}

/** No wider than the terminal, and no more lines than it is high: the end of a long list waits for the end. */
function fitting(terminal: Terminal, lines: readonly string[]): string[] {
  const width = terminal.columns - 1;
  const cut = (line: string): string =>
    visibleWidth(line) <= width ? line : `${clip(line, width - 1)}${terminal.unicode ? '…' : '>'}`;
  return lines.slice(0, terminal.rows - 1).map(cut);
}

/** The terminal is asked anew each time: it may be resized meanwhile. */
function live(cli: Cli): Presenter {
  const region = new LiveRegion(cli.stdout);
  return {
    take: (view) => region.show(fitting(cli.terminal, probeLines(cli.terminal, view))),
    end(view) {
      region.clear();
      for (const line of probeLines(cli.terminal, view)) cli.stdout.line(line);
    },
  };
}

/** For a pipe or a file: nothing is redrawn. */
const plain = ({ stdout, terminal }: Cli): Presenter => ({
  take: () => {},
  end: (view) => {
    for (const line of probeLines(terminal, view)) stdout.line(line);
  },
});

const json = ({ stdout }: Cli): Presenter => ({
  take: () => {},
  end: (view) => stdout.json(probeResult(view)),
});

export function presenterFor(cli: Cli): Presenter {
  if (cli.json) return json(cli);
  return cli.terminal.live ? live(cli) : plain(cli);
}
