import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Desktop } from '../../app/types.ts';
import type { Home } from '../../settings/paths.ts';
import { autostartEntry, type DesktopEntry, isSwitchedOff } from './desktop-entry.ts';

type StartAtLogin = NonNullable<Desktop['startAtLogin']>;

/** `~/.config/autostart/faultline.desktop`. The XDG base directory specification tells to ignore relative paths. */
export function entryPath({ home, env }: Pick<Home, 'home' | 'env'>): string {
  const config = env['XDG_CONFIG_HOME'];
  const folder = config?.startsWith('/') ? config : join(home, '.config');
  return join(folder, 'autostart', 'faultline.desktop');
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function write(file: string, text: string): void {
  const aside = `${file}.${process.pid}.new`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(aside, text, { mode: 0o644 });
    renameSync(aside, file);
  } catch (error) {
    rmSync(aside, { force: true });
    throw error;
  }
}

/** Start at login by an entry that the desktop reads when a session begins. `set` throws what the disk says. */
export function entryFile(file: string, entry: DesktopEntry): StartAtLogin {
  const text = autostartEntry(entry);
  return {
    isSet() {
      const present = read(file);
      return present !== null && !isSwitchedOff(present);
    },
    set(enabled) {
      if (!enabled) rmSync(file, { force: true });
      else if (read(file) !== text) write(file, text);
    },
  };
}
