import type { BenchSuite } from '../result.ts';
import { rootOnLinux } from '../support/root-on-linux.ts';
import { concurrencyRows } from './concurrent.ts';
import { speedRows } from './speed.ts';

export const traceSuite: BenchSuite = {
  name: 'trace',
  obstacle: rootOnLinux,
  run: async (options) => [...(await speedRows(options)), ...(await concurrencyRows(options))],
};
