import type { Cli, CommonOptions } from '../cli.ts';
import { CONFIG_OPTION, configOf } from '../config-file.ts';
import { DATA_OPTION, dataDirectory } from '../data-folder.ts';
import { readKnown } from '../encapsulation/known.ts';
import { networkId } from '../encapsulation/permit.ts';
import { knownLines } from '../encapsulation/print.ts';
import { allowanceOf, knownResult } from '../encapsulation/result.ts';
import { type CommandEnd, DONE, EXIT } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { type CommandEntry, withCommonOptions } from './command.ts';

interface EncapsulationOptions extends CommonOptions {
  readonly config?: string;
  readonly data?: string;
  readonly limit: number;
}

export const ENCAPSULATION: CommandEntry = {
  name: 'encapsulation',
  add(program, run) {
    const command = program
      .command('encapsulation')
      .description('show whether packets in IP-in-IP are allowed here, what was learned, and what was sent')
      .option('--limit <n>', 'runs of the log', wholeNumber(1, 10_000), 20)
      .option(...CONFIG_OPTION)
      .option(...DATA_OPTION);
    withCommonOptions(command).action((options: EncapsulationOptions) =>
      run(options, async (cli) => encapsulation(cli, options)),
    );
  },
};

function encapsulation(cli: Cli, options: EncapsulationOptions): CommandEnd {
  const load = configOf(cli, options.config);
  if (!load.ok) return { code: EXIT.usage, problem: load.problem };
  const network = networkId();
  const reading = readKnown(dataDirectory(cli, options.data), network, options.limit);
  if (!reading.ok) return { code: EXIT.usage, problem: reading.problem };
  const { known } = reading;
  const allowance = allowanceOf(known, load.config.allowEncapsulation);
  if (cli.json) cli.stdout.json(knownResult(network, known, allowance, cli.now()));
  else for (const line of knownLines(cli.terminal, known, allowance, cli.now())) cli.stdout.line(line);
  return DONE;
}
