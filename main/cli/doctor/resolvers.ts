import { listText } from '../../domain/words/names.ts';
import { systemResolvers } from '../../monitor/network/resolvers.ts';
import { type Check, limited, ok } from './check.ts';

export const RESOLVERS: Check = {
  id: 'dns',
  title: 'DNS',
  run() {
    const servers = systemResolvers();
    return servers.length > 0
      ? ok(`the system names ${listText(servers)}; not asked here`)
      : limited('the system names no resolver', 'add a "dns" anchor to the configuration');
  },
};
