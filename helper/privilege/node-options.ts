/** What Node tells of its own start. */
export interface NodeStart {
  /** The name that the program was started by. */
  readonly argv0: string;
  /** The executable of a package, which was built with limits; not a bundle under a Node. */
  readonly isExecutable: boolean;
  /** Whether a scope of Node's permissions is open; null: nothing is limited. */
  readonly permits: ((scope: string) => boolean) | null;
}

/** What the packaged helper was built without. */
const CLOSED = ['fs.write', 'child', 'worker', 'wasi', 'inspector'] as const;

/**
 * Why this Node was not started as it was built to be; null: it was. Node takes the options that name files from every
 * word of its command line, its own name included, and applies what a configuration file says of permissions before any
 * code here runs.
 */
export function nodeOptionsFault({ argv0, isExecutable, permits }: NodeStart): string | null {
  if (argv0.startsWith('-')) return 'the name of the program is an option';
  if (!isExecutable) return null;
  const open = permits === null || CLOSED.some((scope) => permits(scope));
  return open ? 'the limits that this program was built with were lifted' : null;
}
