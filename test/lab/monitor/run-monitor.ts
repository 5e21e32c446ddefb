import { createInterface } from 'node:readline';
import type { MonitorConfig } from '../../../main/domain/model/config.ts';
import { KINDS } from '../../../main/domain/model/kind.ts';
import { monoMs } from '../../../main/domain/model/units.ts';
import { startMonitor } from '../../../main/monitor/start-monitor.ts';

/**
 * The monitor as a process of its own, to be run inside a node of the lab: its facts as lines of JSON on
 * stdout, one-word commands on stdin. argv[2] is the configuration as JSON.
 */
const config: MonitorConfig = JSON.parse(process.argv[2] ?? '{}');
const monitor = await startMonitor({
  config,
  onFact: (fact) => process.stdout.write(`${JSON.stringify(fact)}\n`),
});

const commands: Readonly<Record<string, () => void>> = {
  pause: () => monitor.pause(),
  resume: () => monitor.resume(),
  portal: () => monitor.checkPortal(),
  burst: () => monitor.burst(KINDS, monoMs(performance.now() + 3000)),
  block: () => {
    const until = performance.now() + 1500;
    while (performance.now() < until) Math.sqrt(until);
  },
  stop: () => void monitor.stop().then(() => process.exit(0)),
};
createInterface({ input: process.stdin }).on('line', (word) => commands[word]?.());
