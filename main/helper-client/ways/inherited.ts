import { deprivedStart } from '../start-failure.ts';
import { startHelper } from '../start-helper.ts';
import { NET_RAW } from './surroundings.ts';
import type { HelperWay } from './way.ts';

/** Root's children are root, and an ambient capability is kept by what is started: capabilities(7). */
export const INHERITED: HelperWay = {
  name: 'inherited',
  asks: false,
  obstacle(_site, here) {
    if (here.euid === 0 || here.ambient().includes(NET_RAW)) return '';
    return 'Faultline itself was started without the right to open raw sockets; sudo or a service manager can give it';
  },
  async start({ site, here, signal }) {
    const start = await startHelper({ command: site.command, environment: here.env, signal });
    return deprivedStart(
      start,
      here.euid === 0
        ? 'root has none here either; give it cap_net_raw, which a container may lack'
        : 'the capability that Faultline was started with can not be used here',
    );
  },
};
