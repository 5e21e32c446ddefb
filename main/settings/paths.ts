import { posix, win32 } from 'node:path';

/** What decides where files live; passed in so that a process started by sudo can act for the user behind it. */
export interface Home {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The XDG base directory specification tells to ignore relative paths. */
function absolute(path: string | undefined): string | null {
  return path?.startsWith('/') ? path : null;
}

function base(home: Home, variable: 'XDG_DATA_HOME' | 'XDG_CONFIG_HOME', fallback: string): string {
  switch (home.platform) {
    case 'win32':
      return home.env['LOCALAPPDATA'] || win32.join(home.home, 'AppData', 'Local');
    case 'darwin':
      return posix.join(home.home, 'Library', 'Application Support');
    default:
      return absolute(home.env[variable]) ?? posix.join(home.home, fallback);
  }
}

const join = (home: Home) => (home.platform === 'win32' ? win32.join : posix.join);

/** Folder of the history: `~/.local/share/faultline` on Linux. */
export function defaultDataDirectory(home: Home): string {
  return join(home)(base(home, 'XDG_DATA_HOME', '.local/share'), 'faultline');
}

/** `~/.config/faultline/config.json` on Linux; it need not exist. */
export function defaultConfigFile(home: Home): string {
  return join(home)(base(home, 'XDG_CONFIG_HOME', '.config'), 'faultline', 'config.json');
}
