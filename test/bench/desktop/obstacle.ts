import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { rootOnLinux } from '../support/root-on-linux.ts';

const isOnPath = (name: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, name)));

/** Electron itself is fetched when it is missing. */
export function desktopObstacle(): string {
  const missing = ['Xvfb', 'dbus-daemon'].filter((name) => !isOnPath(name));
  return rootOnLinux() || (missing.length === 0 ? '' : `it needs ${missing.join(' and ')}`);
}
