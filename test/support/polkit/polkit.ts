import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lab } from '../../lab/net/lab.ts';
import { endDaemon, POLKITD, polkitdStarted, systemBusStarted } from './daemons.ts';
import { type Asked, type Decision, decidingRules, recordAsked } from './decisions.ts';
import { TESTER, writeAccounts } from './tester.ts';

const SCRIPT = fileURLToPath(new URL('polkit.sh', import.meta.url));
const GENERIC_POLICY = '/usr/share/polkit-1/actions/org.freedesktop.policykit.policy';

export interface PolkitOptions {
  /** Where in the lab it runs. */
  readonly node?: string;
  /** To begin with; `ask` when left out. */
  readonly decision?: Decision;
  /** Actions beside pkexec's generic one: text of `.policy` files by their name. */
  readonly policies?: Readonly<Record<string, string>>;
}

/** A real polkitd on a system bus of its own, both seen by one node of a lab only. */
export interface Polkit {
  readonly node: string;
  /** Of the system bus, for one outside the node. */
  readonly busAddress: string;
  /** How it decides from now on for the tester; all others are left to the system's own rules. */
  decide(decision: Decision): void;
  /** What it was asked so far, oldest first. */
  asked(): readonly Asked[];
  /** The command line that runs `command` as the tester, for whom set-user-id programs work. */
  asTester(command: readonly string[]): readonly string[];
  stop(): Promise<void>;
}

function prepare(folder: string, { decision = 'ask', policies = {} }: PolkitOptions): string {
  // polkitd reads as its own user.
  chmodSync(folder, 0o755);
  for (const part of ['run', 'run/dbus', 'rules', 'actions']) mkdirSync(join(folder, part));
  writeAccounts(folder);
  cpSync(GENERIC_POLICY, join(folder, 'actions', 'org.freedesktop.policykit.policy'));
  for (const [name, text] of Object.entries(policies)) writeFileSync(join(folder, 'actions', name), text);
  const decisionFile = join(folder, 'decision');
  writeFileSync(decisionFile, decision);
  writeFileSync(join(folder, 'rules', '10-test.rules'), decidingRules(TESTER.name, decisionFile));
  return decisionFile;
}

/** The mounts end with the lab: one polkit a lab and node. */
export async function startPolkit(lab: Pick<Lab, 'spawn'>, options: PolkitOptions = {}): Promise<Polkit> {
  const node = options.node ?? 'pc';
  const folder = mkdtempSync(join(tmpdir(), 'faultline-polkit-'));
  const decisionFile = prepare(folder, options);
  const bus = lab.spawn(node, ['sh', SCRIPT, folder]);
  await systemBusStarted(bus);
  const daemon = lab.spawn(node, [POLKITD]);
  const asked = recordAsked(daemon);
  await polkitdStarted(daemon);
  return {
    node,
    busAddress: `unix:path=${join(folder, 'run', 'dbus', 'system_bus_socket')}`,
    decide: (decision) => writeFileSync(decisionFile, decision),
    asked: () => asked,
    asTester: (command) => [
      'setpriv',
      `--reuid=${TESTER.uid}`,
      `--regid=${TESTER.gid}`,
      '--clear-groups',
      '--',
      ...command,
    ],
    async stop() {
      await endDaemon(daemon);
      await endDaemon(bus);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
