import { SHAPES, type Shown } from '../../domain/words/shapes.ts';

/** What the place that the output goes to can show. */
export interface Terminal {
  /** Lines may be redrawn in place. */
  readonly live: boolean;
  readonly colour: boolean;
  readonly unicode: boolean;
  readonly columns: number;
  /** Lines that can be redrawn in place; of a pipe there is no end. */
  readonly rows: number;
}

export interface TerminalFacts {
  readonly isTty: boolean;
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--ascii` */
  readonly ascii: boolean;
}

function knowsUnicode({ env, platform, ascii }: TerminalFacts): boolean {
  if (ascii || env['TERM'] === 'dumb') return false;
  // POSIX: the first of these that is set and not empty decides.
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  if (/utf-?8/i.test(locale)) return true;
  if (platform === 'win32') return env['WT_SESSION'] !== undefined;
  return platform === 'darwin' && locale === '';
}

export function describeTerminal(facts: TerminalFacts): Terminal {
  const { env, isTty } = facts;
  const smart = isTty && env['TERM'] !== 'dumb';
  return {
    live: smart,
    colour: smart && !env['NO_COLOR'],
    unicode: knowsUnicode(facts),
    columns: isTty ? Math.max(40, facts.columns ?? 80) : 100,
    rows: isTty ? Math.max(8, facts.rows ?? 24) : Number.POSITIVE_INFINITY,
  };
}

/** Standard colours, so that the user's own palette and contrast hold: cyan, yellow, red, grey. */
const CODES: Readonly<Record<Shown | 'bold' | 'dim', string>> = {
  good: '36',
  degraded: '33',
  down: '31',
  unavailable: '90',
  unknown: '90',
  paused: '90',
  bold: '1',
  dim: '2',
};

export function paint(terminal: Terminal, style: keyof typeof CODES, text: string): string {
  return terminal.colour ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
}

/** The shape of a state in its colour. */
export function shape(terminal: Terminal, state: Shown): string {
  const { unicode, ascii } = SHAPES[state];
  return paint(terminal, state, terminal.unicode ? unicode : ascii);
}

/** Text that came from outside can't move the cursor or change colours. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach the terminal.
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '?');
}
