import { describe, expect, test } from 'vitest';
import type { HelperSite } from '../../../../main/helper-client/site.ts';
import { createSudoPrompt, type SudoPromptParts } from '../../../../main/helper-client/ways/sudo-prompt.ts';
import type { Surroundings } from '../../../../main/helper-client/ways/way.ts';

const site = (...command: [string, ...string[]]): HelperSite => ({
  command,
  files: [],
  hashes: new Map(),
  isExecutable: true,
});
const SITE = site('/opt/Faultline/resources/helper/faultline-helper');

const here = (change: Partial<Surroundings> = {}): Surroundings => ({
  platform: 'linux',
  euid: 1000,
  env: { DISPLAY: ':0' },
  exists: (path) => path === '/usr/bin/pkexec',
  ambient: () => [],
  hasRawCapability: () => null,
  ...change,
});

const way = (change: Partial<SudoPromptParts> = {}) =>
  createSudoPrompt({
    prompt: () => Promise.reject(new Error('nobody is to be asked')),
    uid: () => 1000,
    workingFolder: () => '/home/ada',
    temporary: () => '/tmp',
    answerMs: 1,
    ...change,
  });

describe('sudo-prompt', () => {
  test('asks', () => {
    expect(way()).toMatchObject({ name: 'sudo-prompt', asks: true });
  });

  test.each<[string, Partial<Surroundings>]>([
    ['a desktop with pkexec', {}],
    ['Wayland', { env: { WAYLAND_DISPLAY: 'wayland-0' } }],
    ['kdesudo', { exists: (path) => path === '/usr/bin/kdesudo' }],
    ['macOS, which has its own', { platform: 'darwin', env: {}, exists: () => false }],
  ])('no obstacle: %s', (_, change) => {
    expect(way().obstacle(SITE, here(change))).toBe('');
  });

  test.each<[string, Partial<Surroundings>, RegExp]>([
    ['Windows', { platform: 'win32' }, /could not give its rights up/],
    ['another system', { platform: 'freebsd' }, /no question for a password/],
    ['root', { euid: 0 }, /needs to ask nobody/],
    ['root on macOS', { platform: 'darwin', euid: 0 }, /needs to ask nobody/],
    ['no pkexec', { exists: () => false }, /pkexec is missing/],
    ['a pkexec elsewhere', { exists: (path) => path === '/home/ada/pkexec' }, /pkexec is missing/],
    ['no desktop', { env: { DISPLAY: '' } }, /no desktop here/],
  ])('obstacle of the system: %s', (_, change, words) => {
    expect(way().obstacle(SITE, here(change))).toMatch(words);
  });

  const gone = (): string => {
    throw new Error('ENOENT: uv_cwd');
  };
  test.each<[string, Partial<SudoPromptParts>, RegExp]>([
    ['no user ids', { uid: () => null }, /no user ids/],
    ['started by root, whose effective user is another', { uid: () => 0 }, /may not become/],
    ['a working folder for a shell to run', { workingFolder: () => '/tmp/$(id)' }, /start it from another/],
    ['a working folder that is gone', { workingFolder: gone }, /start it from another/],
  ])('obstacle of the process: %s', (_, change, words) => {
    expect(way(change).obstacle(SITE, here())).toMatch(words);
  });

  test.each([[site('/opt/it`s/helper')], [site('/usr/bin/node', '/opt/"/helper.cjs')], [site('helper')]])(
    'obstacle of the place: %j',
    (where) => {
      expect(way().obstacle(where, here())).toMatch(/install Faultline elsewhere/);
    },
  );
});
