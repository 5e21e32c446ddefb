import type { ThrowAwayRoot } from './throw-away-root.ts';

export const APP = '/opt/Faultline';
export const HELPER = `${APP}/resources/helper/faultline-helper`;
export const PROGRAM = '/usr/bin/faultline';

const QUIET = { env: { DEBIAN_FRONTEND: 'noninteractive' } };

/** As who has downloaded it does. There is no network to fetch from: what it needs must be there. */
export const install = (root: ThrowAwayRoot, file: string): Promise<string> =>
  root.must(['apt-get', 'install', '-y', '--no-install-recommends', '-q', file], QUIET);

export const uninstall = (root: ThrowAwayRoot, how: 'remove' | 'purge'): Promise<string> =>
  root.must(['apt-get', how, '-y', '-q', 'faultline'], QUIET);

/** `ii 0.1.0`: installed as it should be; empty: not known. */
export async function stateOf(root: ThrowAwayRoot): Promise<string> {
  const format = '$' + '{db:Status-Abbrev} $' + '{Version}';
  const { stdout } = await root.exec(['dpkg-query', '--show', `--showformat=${format}`, 'faultline']);
  return stdout.replace(/\s+/, ' ').trim();
}
