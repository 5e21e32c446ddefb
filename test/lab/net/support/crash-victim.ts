// A driver to be killed: starts a lab, fills it with processes of every kind, says so, and waits.
import { once } from 'node:events';
import { startHome } from '../home.ts';
import type { Lab } from '../lab.ts';
import { HOME } from '../topologies.ts';

const COMMANDS: readonly (readonly string[])[] = [
  ['sh', '-c', 'echo up; sleep 1000'],
  // Leaves its parent and its session, as a daemon does.
  ['sh', '-c', 'setsid sleep 1000 </dev/null >/dev/null 2>&1 & echo up'],
  // Ignores what can be ignored.
  ['sh', '-c', "trap '' TERM INT HUP; echo up; while :; do sleep 1000; done"],
  ['ping', '-i', '0.01', HOME.anchors4[0]],
];

async function startOne(lab: Lab, command: readonly string[]): Promise<void> {
  const child = lab.spawn('pc', command);
  await once(child.stdout, 'data');
}

const lab = await startHome({ rttMs: 2 });
for (const command of COMMANDS) await startOne(lab, command);
const inodes = lab.topology.nodes.map(({ name }) => lab.namespace(name));
process.stdout.write(`${JSON.stringify({ emulator: lab.pid, inodes })}\n`);
// Stays until it is killed; the lab's own death must not end it early.
setInterval(() => {}, 1000);
