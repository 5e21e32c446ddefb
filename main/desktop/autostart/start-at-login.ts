import { app } from 'electron';
import type { Desktop } from '../../app/types.ts';
import type { Home } from '../../settings/paths.ts';
import { entryFile, entryPath } from './entry-file.ts';
import { ownProgram } from './own-program.ts';

const HIDDEN = '--hidden';

/** What starts this very app again, without a window. */
function ownCommand(env: Home['env']): readonly string[] {
  const switches = app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : [];
  const program = [ownProgram(env, process.execPath), ...switches];
  return [...program, ...(app.isPackaged ? [] : [app.getAppPath()]), HIDDEN];
}

/** A login's own path may lead to another Node than the one that the helper was built for, or to none. */
function withNode(command: readonly string[], env: Home['env']): readonly string[] {
  const node = env['FAULTLINE_NODE'];
  return app.isPackaged || node === undefined ? command : ['env', `FAULTLINE_NODE=${node}`, ...command];
}

/** Null where the system offers none. */
export function startAtLogin(home: Home, icon: string): Desktop['startAtLogin'] {
  if (home.platform === 'linux') {
    return entryFile(entryPath(home), {
      name: 'Faultline',
      comment: 'Watches the internet connection',
      command: withNode(ownCommand(home.env), home.env),
      // A package installs its picture by name; the one inside it can be read by nobody else.
      icon: app.isPackaged ? 'faultline' : icon,
    });
  }
  if (home.platform !== 'darwin' && home.platform !== 'win32') return null;
  const [path = process.execPath, ...args] = ownCommand(home.env);
  return {
    isSet: () => app.getLoginItemSettings({ path, args }).openAtLogin,
    set: (enabled) => app.setLoginItemSettings({ openAtLogin: enabled, path, args: [...args] }),
  };
}
