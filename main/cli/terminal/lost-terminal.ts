import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';

const STANDARD = [0, 1, 2] as const;

/**
 * At its end Node sets terminals back as it found them, and aborts, with a core dump, where one was closed meanwhile:
 * a window, a dropped connection. What is closed it passes over, so those that are gone are closed before.
 * To be called while they are there.
 */
export function forgetLostTerminals(): void {
  const terminals = STANDARD.filter((descriptor) => isatty(descriptor));
  process.on('exit', () => {
    for (const descriptor of terminals) {
      if (!isatty(descriptor)) closeSync(descriptor);
    }
  });
}
