import type { HelperCommand } from './types.ts';

/** What is run as the helper here, and what it has to look like before it is. */
export interface HelperSite {
  readonly command: HelperCommand;
  /**
   * Every file whose content would run with rights: the program, the bundle under a plain Node, `raw.node`. Each must
   * belong to root or the user, and neither it nor a folder above it may be writable by anybody else.
   */
  readonly files: readonly string[];
  /** SHA-256 in hex by absolute path, of those of `files` that were built with this program. */
  readonly hashes: ReadonlyMap<string, string>;
  /** One executable of its own, which alone can have a capability: under a plain Node every script would have it. */
  readonly isExecutable: boolean;
}
