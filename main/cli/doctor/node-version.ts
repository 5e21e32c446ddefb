import { type Check, no, ok } from './check.ts';

const LEAST = { major: 20, minor: 19 } as const;

export const NODE_VERSION: Check = {
  id: 'node',
  title: 'Node.js',
  run({ nodeVersion, electronVersion }) {
    // It was built and tried together with this program.
    if (electronVersion !== undefined) return ok(`${nodeVersion}, inside Electron ${electronVersion}`);
    const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
    const fits = major > LEAST.major || (major === LEAST.major && minor >= LEAST.minor);
    return fits
      ? ok(nodeVersion)
      : no(`${nodeVersion} is too old`, `install ${LEAST.major}.${LEAST.minor} or newer`);
  },
};
