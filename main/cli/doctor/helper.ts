import { listText } from '../../domain/words/names.ts';
import { type Check, limited, no, ok } from './check.ts';

export const HELPER: Check = {
  id: 'helper',
  title: 'Helper',
  run({ helper }) {
    if (!helper.ok) return no(helper.reason);
    const { families, privilege } = helper.client.hello;
    const names = listText(families.map((family) => `IPv${family}`));
    if (families.length < 2) return limited(`runs, but has raw sockets for ${names} only`);
    if (privilege.capabilities.length > 0 || !privilege.dropped) {
      return limited(
        `runs for ${names}, but has kept some rights`,
        'start it with sudo rather than by capability',
      );
    }
    return ok(`runs for ${names}; rights given up, user ${privilege.uid}`);
  },
};
