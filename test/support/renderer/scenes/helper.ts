import type { HelperView } from '../../../../main/contract/helper-view.ts';
import type { HelperWayName } from '../../../../main/domain/model/helper-way.ts';

const FILE = '/opt/Faultline/resources/helper/faultline-helper';
const UNPACKED = '/home/you/faultline-0.1.0/resources/helper/faultline-helper';

const NOTHING_TO_INHERIT = 'Faultline was started without the right to open raw sockets.';
const NO_CAPABILITY =
  'The helper’s file has no right of its own: the package for Debian gives it when it is installed.';

/** All ways, and why some are not there. */
const ways = (obstacles: Readonly<Partial<Record<HelperWayName, string>>>): HelperView['ways'] =>
  (['inherited', 'file-capability', 'pkexec', 'sudo-prompt'] as const).map((name) => ({
    name,
    obstacle: obstacles[name] ?? '',
    asks: name === 'pkexec' || name === 'sudo-prompt',
  }));

/** Installed by a package: the helper has the right by itself. */
export const INSTALLED_HELPER: HelperView = {
  choice: 'auto',
  active: 'file-capability',
  privilege: { uid: 1000, dropped: false },
  reason: '',
  ways: ways({ inherited: NOTHING_TO_INHERIT }),
  file: FILE,
  distrust: '',
};

/** Unpacked anywhere: somebody has to be asked, and nobody was yet. */
const UNASKED_HELPER: HelperView = {
  ...INSTALLED_HELPER,
  active: null,
  privilege: null,
  reason:
    'The helper has no right to open raw sockets: let Faultline ask for it, your password may be wanted.',
  ways: ways({ inherited: NOTHING_TO_INHERIT, 'file-capability': NO_CAPABILITY }),
  file: UNPACKED,
};

export const HELPERS = {
  installed: INSTALLED_HELPER,
  unasked: UNASKED_HELPER,
  /** Given with a password, and given up. */
  given: { ...UNASKED_HELPER, active: 'pkexec', privilege: { uid: 1000, dropped: true }, reason: '' },
  /** Started as root, by sudo or a service manager. */
  inherited: {
    ...INSTALLED_HELPER,
    active: 'inherited',
    privilege: { uid: 65534, dropped: true },
    ways: ways({}),
  },
  /** What is chosen is no longer there. */
  gone: {
    ...UNASKED_HELPER,
    choice: 'pkexec',
    reason: 'Nobody can be asked by polkit here: install pkexec, or choose another way in the settings.',
    ways: ways({
      inherited: NOTHING_TO_INHERIT,
      'file-capability': NO_CAPABILITY,
      pkexec: 'There is no pkexec here: install the package "pkexec", or "polkit" where it is called so.',
    }),
  },
  distrusted: {
    ...UNASKED_HELPER,
    reason: 'The helper is not started: others could have changed it.',
    distrust: `The group staff (50) can write ${UNPACKED}. Take that away: chmod g-w ${UNPACKED}`,
  },
} as const satisfies Readonly<Record<string, HelperView>>;

export type HelperName = keyof typeof HELPERS;
