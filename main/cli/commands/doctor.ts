import { openHelperWays } from '../../helper-client/helper-ways.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { CONFIG_OPTION, configOf } from '../config-file.ts';
import { DATA_OPTION, dataDirectory } from '../data-folder.ts';
import { doctorLines } from '../doctor/print.ts';
import { CHECKS } from '../doctor/registry.ts';
import { examine } from '../doctor/result.ts';
import { type CommandEnd, DONE, EXIT } from '../exit-codes.ts';
import { startHelperAndDrop } from '../privileged-start.ts';
import { type CommandEntry, withCommonOptions } from './command.ts';

interface DoctorOptions extends CommonOptions {
  readonly config?: string;
  readonly data?: string;
}

export const DOCTOR: CommandEntry = {
  name: 'doctor',
  add(program, run) {
    const command = program
      .command('doctor')
      .description('tell what can run here, and the way out where something can not')
      .option(...CONFIG_OPTION)
      .option(...DATA_OPTION);
    withCommonOptions(command).action((options: DoctorOptions) =>
      run(options, (cli) => doctor(cli, options)),
    );
  },
};

async function doctor(cli: Cli, options: DoctorOptions): Promise<CommandEnd> {
  // With the rights of the person who asks: one that can't be used is what the check is there to tell.
  const config = configOf(cli, options.config);
  const uidBefore = process.geteuid?.();
  const ways = openHelperWays({ canAsk: false });
  const access = await ways.look();
  const start = await startHelperAndDrop(ways);
  if (!start.ok) return { code: EXIT.privilege, problem: start.problem };
  const uid = process.geteuid?.();
  const result = await examine(CHECKS, {
    home: cli.home,
    dataDirectory: dataDirectory(cli, options.data),
    config,
    helper: start.helper,
    access,
    uid,
    dropped: uid !== uidBefore,
    nodeVersion: process.versions.node,
    electronVersion: process.versions['electron'],
  });
  if (start.helper.ok) await start.helper.client.close();
  if (cli.json) cli.stdout.json(result);
  else for (const line of doctorLines(cli.terminal, result)) cli.stdout.line(line);
  if (result.canMonitor) return DONE;
  const problem = { what: 'nothing can be measured here', where: '', wayOut: 'see the checks marked "no"' };
  return { code: EXIT.privilege, problem };
}
