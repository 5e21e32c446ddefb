import type { Config } from '../../domain/model/config.ts';
import { EXPORTERS } from '../../domain/model/metrics-state.ts';
import { openExporters } from '../../export/exporters.ts';
import { defaultConfigFile } from '../../settings/paths.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { CONFIG_OPTION, configOf } from '../config-file.ts';
import { dropPrivilege } from '../drop-privilege.ts';
import { type CommandEnd, DONE, EXIT, usageEnd } from '../exit-codes.ts';
import { invokerOf } from '../invoker.ts';
import { metricsLines } from '../metrics/print.ts';
import { type MetricsResult, testExporters } from '../metrics/result.ts';
import { VERSION } from '../version.ts';
import { type CommandEntry, withCommonOptions } from './command.ts';

interface MetricsOptions extends CommonOptions {
  readonly config?: string;
}

export const METRICS: CommandEntry = {
  name: 'metrics',
  add(program, run) {
    const command = program
      .command('metrics')
      .description('send a test to each place that figures are sent to, and tell whether it arrived')
      .option(...CONFIG_OPTION);
    withCommonOptions(command).action((options: MetricsOptions) =>
      run(options, (cli) => metrics(cli, options)),
    );
  },
};

/** Nothing here needs root, and certificates are read with the rights of the person who asks. */
function dropRoot(): CommandEnd | null {
  const invoker = invokerOf(process.env, process.geteuid?.());
  if (invoker === null) return null;
  const drop = dropPrivilege(invoker);
  return drop.ok ? null : { code: EXIT.privilege, problem: drop.problem };
}

const noneIsOn = (file: string): CommandEnd =>
  usageEnd(
    'figures are sent nowhere',
    file,
    'set "enabled": true in "statsd", "prometheus" or "push" of "metrics" there',
  );

const noFile = (file: string): CommandEnd =>
  usageEnd(
    'figures are sent nowhere, as there is no configuration',
    file,
    'create that file, such as {"metrics": {"push": {"enabled": true}}}, or with "statsd" or "prometheus"',
  );

const isOneOn = ({ metrics: settings }: Config): boolean => EXPORTERS.some((name) => settings[name].enabled);

const hasFailed = ({ exporters }: MetricsResult): boolean =>
  exporters.some(({ outcome }) => outcome === 'failed');

async function metrics(cli: Cli, options: MetricsOptions): Promise<CommandEnd> {
  const load = configOf(cli, options.config);
  if (!load.ok) return { code: EXIT.usage, problem: load.problem };
  if (load.file === null) return noFile(defaultConfigFile(cli.home));
  if (!isOneOn(load.config)) return noneIsOn(load.file);
  const refusal = dropRoot();
  if (refusal !== null) return refusal;
  const exporters = openExporters({ version: VERSION, dataDirectory: null, log: cli.say });
  const result = await testExporters(exporters, load.config.metrics);
  await exporters.stop();
  if (cli.json) cli.stdout.json(result);
  else for (const line of metricsLines(cli.terminal, result)) cli.stdout.line(line);
  return hasFailed(result) ? { code: EXIT.network } : DONE;
}
