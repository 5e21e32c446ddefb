import type { HelperSite } from '../../../../main/helper-client/site.ts';
import type { Surroundings } from '../../../../main/helper-client/ways/way.ts';

export const INSTALLED: HelperSite = {
  command: ['/opt/Faultline/resources/helper/faultline-helper'],
  files: ['/opt/Faultline/resources/helper/faultline-helper', '/opt/Faultline/resources/helper/raw.node'],
  hashes: new Map([['/opt/Faultline/resources/helper/faultline-helper', 'a'.repeat(64)]]),
  isExecutable: true,
};

export const CHECKOUT: HelperSite = {
  command: ['/opt/node', '/src/dist/helper.cjs'],
  files: ['/opt/node', '/src/dist/helper.cjs'],
  hashes: new Map([['/src/dist/helper.cjs', 'b'.repeat(64)]]),
  isExecutable: false,
};

/** A desktop of an ordinary user, with pkexec, where nothing has a capability. */
export const desktop = (over: Partial<Surroundings> = {}): Surroundings => ({
  platform: 'linux',
  euid: 1000,
  env: { DISPLAY: ':0' },
  exists: (path) => path === '/usr/bin/pkexec',
  ambient: () => [],
  hasRawCapability: () => false,
  ...over,
});
