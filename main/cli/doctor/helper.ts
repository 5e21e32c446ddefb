import { listText } from '../../domain/words/names.ts';
import { type Check, limited, no, ok } from './check.ts';

/** Raw sockets and nothing else: capabilities(7). */
const NET_RAW = 13;

export const HELPER: Check = {
  id: 'helper',
  title: 'Helper',
  run({ helper }) {
    if (!helper.ok) return no(helper.reason);
    const { families, privilege } = helper.client.hello;
    const { uid, dropped, capabilities } = privilege;
    const runs = `runs for ${listText(families.map((family) => `IPv${family}`))}`;
    if (families.length < 2) return limited(`${runs} only: there are no raw sockets for the other family`);
    if (uid === 0 || capabilities.some((capability) => capability !== NET_RAW)) {
      return limited(`${runs}, but has kept more rights than it needs`, 'start it with sudo');
    }
    if (dropped && capabilities.length === 0) {
      return ok(`${runs}, way: ${helper.way}; rights given up, user ${uid}`);
    }
    return ok(`${runs}, way: ${helper.way}; user ${uid} with the right to open raw sockets and no other`);
  },
};
