import { describe, expect, test } from 'vitest';
import { defaultConfigFile, defaultDataDirectory, type Home } from '../../../main/settings/paths.ts';

const home = (platform: NodeJS.Platform, env: Home['env'] = {}): Home => ({
  platform,
  home: platform === 'win32' ? 'C:\\Users\\ada' : '/home/ada',
  env,
});

describe('where files live', () => {
  test('Linux: the XDG folders, or their defaults', () => {
    expect(defaultDataDirectory(home('linux'))).toBe('/home/ada/.local/share/faultline');
    expect(defaultConfigFile(home('linux'))).toBe('/home/ada/.config/faultline/config.json');
    const env = { XDG_DATA_HOME: '/data', XDG_CONFIG_HOME: '/etc/ada' };
    expect(defaultDataDirectory(home('linux', env))).toBe('/data/faultline');
    expect(defaultConfigFile(home('linux', env))).toBe('/etc/ada/faultline/config.json');
  });

  test('relative and empty XDG folders are ignored, as the specification says', () => {
    for (const value of ['', 'data', './data']) {
      expect(defaultDataDirectory(home('linux', { XDG_DATA_HOME: value }))).toBe(
        '/home/ada/.local/share/faultline',
      );
    }
  });

  test('macOS and Windows have their own', () => {
    expect(defaultDataDirectory(home('darwin'))).toBe('/home/ada/Library/Application Support/faultline');
    expect(defaultDataDirectory(home('win32'))).toBe('C:\\Users\\ada\\AppData\\Local\\faultline');
    expect(defaultConfigFile(home('win32', { LOCALAPPDATA: 'D:\\L' }))).toBe('D:\\L\\faultline\\config.json');
  });
});
