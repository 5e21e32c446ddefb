import { HELPER_WAYS, type HelperWayName } from '../../domain/model/helper-way.ts';
import { type Check, limited, ok } from './check.ts';

const TITLES: Readonly<Record<HelperWayName, string>> = {
  inherited: 'Right inherited',
  'file-capability': 'Right by file',
  pkexec: 'Right by pkexec',
  'sudo-prompt': 'Right by prompt',
};

const checkOf = (name: HelperWayName): Check => ({
  id: `way-${name}`,
  title: TITLES[name],
  run({ access, helper }) {
    const way = access.ways.find((one) => one.name === name);
    const obstacle = way?.obstacle.replace(/\.$/, '') ?? 'this program does not have it';
    if (obstacle !== '') {
      const isName = obstacle.startsWith('Faultline');
      const text = `not here: ${isName ? obstacle : `${obstacle.charAt(0).toLowerCase()}${obstacle.slice(1)}`}`;
      // With the helper at work, nothing is missing.
      return helper.ok ? ok(text) : limited(text);
    }
    if (helper.ok && helper.way === name) return ok('taken, and asked nobody');
    // Whatever asks nobody was tried before this is told.
    if (!helper.ok && helper.code === 'no-privilege' && way?.asks === false) {
      return limited('tried, and brought no right');
    }
    return ok(way?.asks === true ? 'the desktop app can ask for it' : 'can be taken, and asks nobody');
  },
});

/** A check for each way to the helper's right. */
export const HELPER_WAY_CHECKS: readonly Check[] = HELPER_WAYS.map(checkOf);
