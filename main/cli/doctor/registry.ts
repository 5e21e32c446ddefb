import type { Check } from './check.ts';
import { DATA_FOLDER } from './data-folder.ts';
import { HELPER } from './helper.ts';
import { HELPER_FILES } from './helper-files.ts';
import { HELPER_WAY_CHECKS } from './helper-ways.ts';
import { METRICS_OUT } from './metrics.ts';
import { NODE_VERSION } from './node-version.ts';
import { PRIVILEGE } from './privilege.ts';
import { RESOLVERS } from './resolvers.ts';
import { IPV4, IPV6 } from './routes.ts';
import { SYSTEM_PING } from './system-ping.ts';
import { TCP } from './tcp.ts';
import { TRAY } from './tray.ts';

/** In the order they are shown. */
export const CHECKS: readonly Check[] = [
  NODE_VERSION,
  HELPER,
  HELPER_FILES,
  ...HELPER_WAY_CHECKS,
  PRIVILEGE,
  SYSTEM_PING,
  TCP,
  IPV4,
  IPV6,
  RESOLVERS,
  DATA_FOLDER,
  METRICS_OUT,
  TRAY,
];
