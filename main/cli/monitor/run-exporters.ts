import type { Config } from '../../domain/model/config.ts';
import { openExporters } from '../../export/exporters.ts';
import type { Feed } from '../../export/types.ts';
import type { Cli } from '../cli.ts';
import { VERSION } from '../version.ts';
import { ExporterLines, RECOVERED_AFTER_MS } from './exporter-lines.ts';

/**
 * Runs what the configuration switches on, and tells its troubles; to be called before the engine begins. The result
 * ends it, after the engine.
 */
export function runExporters(
  cli: Cli,
  engine: Feed,
  config: Pick<Config, 'metrics'>,
  dataDirectory: string | null,
): () => Promise<void> {
  const exporters = openExporters({ version: VERSION, dataDirectory, log: cli.say });
  const lines = new ExporterLines();
  const look = (): void => {
    for (const line of lines.take(exporters.states, performance.now())) cli.say(line);
  };
  exporters.onChange(look);
  // One that is well again and has nothing to do changes no more.
  const timer = setInterval(look, RECOVERED_AFTER_MS / 2);
  exporters.follow(engine);
  void exporters.reconfigure(config);
  return async () => {
    clearInterval(timer);
    // What is not final yet becomes so only now.
    const states = await exporters.stop();
    for (const line of lines.end(states, dataDirectory !== null)) cli.say(line);
  };
}
