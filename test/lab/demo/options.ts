import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** Seconds that each cut lasts after it was named. */
  readonly holdS: number;
  /** False: starts again after the last act, until Ctrl-C. */
  readonly once: boolean;
  /** The tray app with its window instead of the monitor's lines; null: if this machine can show it. */
  readonly window: boolean | null;
}

export type ParsedOptions =
  | { readonly kind: 'play'; readonly options: DemoOptions }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'usage'; readonly problem: string };

const HELP = `npm run demo [-- --hold SECONDS] [--once] [--window | --headless]
Builds a small internet inside this machine, starts Faultline in it and cuts its line in turn.
  --hold SECONDS  how long each cut lasts once Faultline has named it (1 to 3600, default 4)
  --once          end after one round instead of playing on until Ctrl-C
  --window        the tray app with its window (default where there is a DISPLAY and an Electron)
  --headless      the monitor's lines alone`;

export function parseOptions(args: readonly string[]): ParsedOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        hold: { type: 'string', default: '4' },
        once: { type: 'boolean', default: false },
        window: { type: 'boolean', default: false },
        headless: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help', text: HELP };
    if (values.window && values.headless) {
      return { kind: 'usage', problem: '--window and --headless exclude each other' };
    }
    const window = values.window ? true : values.headless ? false : null;
    const holdS = Number(values.hold);
    if (/^\d+(\.\d+)?$/.test(values.hold) && holdS >= 1 && holdS <= 3600) {
      return { kind: 'play', options: { holdS, once: values.once, window } };
    }
    return { kind: 'usage', problem: `--hold takes 1 to 3600 seconds, not "${values.hold}"` };
  } catch (error) {
    return { kind: 'usage', problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Null when the demo can run here; else one line that says what is missing and how to get it. */
export function obstacle(platform: string, uid: number | undefined): string | null {
  if (platform !== 'linux') return 'the demo needs Linux: it builds a network out of network namespaces';
  if (uid !== 0) {
    return 'the demo needs root to build a network of its own. Run: sudo env "PATH=$PATH" npm run demo';
  }
  return null;
}
