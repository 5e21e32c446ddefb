import { createInterface } from 'node:readline';
import { startEngine } from '../../../main/headless/engine.ts';
import { parseConfig } from '../../../main/settings/load-config.ts';

/**
 * The engine as a process of its own, to be run inside a node of the lab: argv[2] is the configuration, argv[3] the
 * folder of the history. Its events are lines of JSON on stdout; each line on stdin is another configuration, which
 * is answered by `{"type":"configured"}`. The end of stdin stops it.
 */
const say = (value: unknown): boolean => process.stdout.write(`${JSON.stringify(value)}\n`);

function configOf(text: string) {
  const load = parseConfig(text, 'stdin');
  if (!load.ok) throw new Error(load.problem.what);
  return load.config;
}

const engine = await startEngine({
  config: configOf(process.argv[2] ?? ''),
  dataDirectory: process.argv[3] ?? null,
});
engine.subscribe(say);
engine.begin();
const lines = createInterface({ input: process.stdin });
lines.on('line', async (text) => {
  await engine.reconfigure(configOf(text));
  say({ type: 'configured' });
});
lines.on('close', () => void engine.stop().then(() => process.exit(0)));
