import type { HelperView } from '../../../../main/contract/helper-view.ts';
import type { HelperWayName } from '../../../../main/domain/model/helper-way.ts';

const FILE = '/opt/Faultline/resources/helper/faultline-helper';
const UNPACKED = '/home/you/faultline-0.1.0/resources/helper/faultline-helper';

// As the product says them.
const NOTHING_TO_INHERIT =
  'Faultline itself was started without the right to open raw sockets; sudo or a service manager can give it.';
const NO_CAPABILITY = `The file of the helper has no capability; the package gives it one when it is installed, and so does "sudo setcap cap_net_raw+ep ${UNPACKED}".`;
const NO_PKEXEC = 'The program pkexec is missing; the package "pkexec" or "polkit" brings it.';

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
  reason: 'No right to open raw sockets: let Faultline ask for it, your password may be wanted.',
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
    reason:
      'No right to open raw sockets by the way that was chosen: the program pkexec is missing; the package "pkexec" or "polkit" brings it; the automatic choice takes any other.',
    ways: ways({
      inherited: NOTHING_TO_INHERIT,
      'file-capability': NO_CAPABILITY,
      pkexec: NO_PKEXEC,
      'sudo-prompt': NO_PKEXEC,
    }),
  },
  distrusted: {
    ...UNASKED_HELPER,
    reason: `The helper is not trusted: group staff (50) could change ${UNPACKED}: run "sudo chmod g-w ${UNPACKED}".`,
    distrust: `Group staff (50) could change ${UNPACKED}: run "sudo chmod g-w ${UNPACKED}".`,
  },
} as const satisfies Readonly<Record<string, HelperView>>;

export type HelperName = keyof typeof HELPERS;
