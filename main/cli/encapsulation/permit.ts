import { openAudit } from '../../encapsulation/audit/open-audit.ts';
import { openRecords } from '../../encapsulation/records/open-records.ts';
import type { EncapsulationSurroundings } from '../../encapsulation/types.ts';
import { networkReader } from '../../monitor/network/watcher.ts';
import type { Cli } from '../cli.ts';
import { configOf } from '../config-file.ts';
import { dataDirectory } from '../data-folder.ts';
import { type CommandEnd, EXIT, usageEnd } from '../exit-codes.ts';
import { asInvoker, invokerOf } from '../invoker.ts';
import type { EncapsulationOptions } from './options.ts';

/** What runs with packets in IP-in-IP need beside the helper. */
export type Permit = Pick<EncapsulationSurroundings, 'network' | 'records' | 'audit' | 'allowed'>;

export type PermitAnswer =
  | { readonly ok: true; readonly permit: Permit }
  | { readonly ok: false; readonly end: CommandEnd };

/** By which its calibrations and its consent are known again; empty where the system does not say. */
export function networkId(): string {
  try {
    return networkReader(process.platform)().network.id;
  } catch {
    return '';
  }
}

const REFUSED = usageEnd(
  'packets in IP-in-IP are off on this network: some operators take them for an attack. If they are allowed here, add --allow-encapsulation, or "allowEncapsulation": true to the configuration',
  '',
  '',
);

export const recordsOf = (cli: Cli, directory: string): Permit['records'] =>
  openRecords({ directory, nowMs: cli.now, onTrouble: (text) => cli.say(text.replace(/\.$/, '')) });

/** Whether such packets may be sent here: by the option, the configuration, or what was answered in the window before. */
export async function permitOf(cli: Cli, options: EncapsulationOptions): Promise<PermitAnswer> {
  const load = configOf(cli, options.config);
  if (!load.ok) return { ok: false, end: { code: EXIT.usage, problem: load.problem } };
  const directory = dataDirectory(cli, options.data);
  const network = networkId();
  const records = recordsOf(cli, directory);
  const isGiven = options.allowEncapsulation === true || load.config.allowEncapsulation;
  if (!isGiven) {
    // The file is read before this returns a promise, so with the rights of the person behind sudo.
    const consent = await asInvoker(invokerOf(process.env, process.geteuid?.()), () =>
      records.consent(network),
    );
    if (consent?.allowed !== true) return { ok: false, end: REFUSED };
  }
  return { ok: true, permit: { network, records, audit: openAudit({ directory }), allowed: true } };
}
