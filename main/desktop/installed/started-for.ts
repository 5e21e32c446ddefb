import { asChromiumReads } from './as-chromium-reads.ts';

/**
 * The words of a command in the terminal; null: it is the app that was started. After `--` nothing is a switch of
 * Chromium's, so the `faultline` command puts it before what it was given; somebody who runs the executable itself
 * need not.
 */
export function commandOf(argv: readonly string[]): readonly string[] | null {
  const args = argv.slice(1);
  const end = args.findIndex((arg) => asChromiumReads(arg) === '--');
  if (end !== -1) return end === args.length - 1 ? null : args.slice(end + 1);
  const [first] = args;
  return first === undefined || asChromiumReads(first).startsWith('-') ? null : args;
}
