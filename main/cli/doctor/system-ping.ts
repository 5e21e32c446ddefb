import { canPing, runSystemPing } from '../../monitor/echo/run-ping.ts';
import { type Check, no, ok } from './check.ts';

export const SYSTEM_PING: Check = {
  id: 'ping',
  title: 'System ping',
  async run() {
    return (await canPing(runSystemPing))
      ? ok('works; it stands in for the helper')
      : no('is missing or may not open a socket', 'install it (Debian: apt-get install iputils-ping)');
  },
};
