import { asChromiumReads } from './as-chromium-reads.ts';

/**
 * What an installed app may be given. Chromium knows hundreds of switches more: of debuggers, proxies, programs to
 * start its processes with. Whoever can add words to a start, as a link or a menu entry can, gains nothing by most of
 * them; `--js-flags` reaches V8 before any of this runs.
 */
const OWN: ReadonlySet<string> = new Set([
  'hidden',
  // Root can't start it otherwise, nor can a container without user namespaces.
  'no-sandbox',
  // The display, where it is not found by itself.
  'display',
  'ozone-platform',
  'ozone-platform-hint',
  'force-device-scale-factor',
  // Where a graphics driver fails.
  'disable-gpu',
]);

/** `--name=value`, `-name`: Chromium takes one dash as well. */
const SWITCH = /^(?:--|-(?!-))([^=]+)/;

/**
 * Names of the switches among the arguments that are not the app's own. Also of those after `--`, which are none to
 * Chromium: to take away one that was never set does no harm, and who reads the end of the switches otherwise than
 * Chromium gains nothing.
 */
export function foreignSwitches(argv: readonly string[]): readonly string[] {
  const names = argv.slice(1).flatMap((arg) => SWITCH.exec(asChromiumReads(arg))?.[1] ?? []);
  return names.filter((name) => !OWN.has(name));
}
