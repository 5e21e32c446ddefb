import ElectronStore from 'electron-store';
import type { SettingsFile } from '../../app/types.ts';
import { MIGRATIONS, SETTINGS_VERSION } from './migrations.ts';
import { SettingsKeeper } from './settings-keeper.ts';

/**
 * The settings as the command line reads them too (`defaultConfigFile`), kept with electron-store. Never throws:
 * what could not be used is told by `trouble`.
 */
export function openSettingsFile(file: string): SettingsFile {
  return new SettingsKeeper({
    file,
    openStore: (options) => new ElectronStore(options),
    version: SETTINGS_VERSION,
    migrations: MIGRATIONS,
    nowMs: () => Date.now(),
  });
}
