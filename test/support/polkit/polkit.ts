import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Lab } from '../../lab/net/lab.ts';
import { TESTER, writeAccounts } from './tester.ts';

const SCRIPT = fileURLToPath(new URL('polkit.sh', import.meta.url));
const POLKITD = '/usr/lib/polkit-1/polkitd';
const GENERIC_POLICY = '/usr/share/polkit-1/actions/org.freedesktop.policykit.policy';

const START_MS = 20_000;

/** `ask`: as the action itself says: whoever registered as an agent is asked for a password. */
export type Decision = 'yes' | 'no' | 'ask';

const ASKED = z.object({
  action: z.string(),
  user: z.string(),
  /** What pkexec tells of the program; empty where another asks. */
  program: z.string(),
  commandLine: z.string(),
  decision: z.enum(['yes', 'no', 'ask']),
});
/** One question that polkitd was asked, in its own words. */
export type Asked = z.infer<typeof ASKED>;

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

/** The rule looks its decision up at each question: polkitd reads its rules again only some time after they change. */
const rules = (decisionFile: string): string => `
polkit.addAdminRule(function (action, subject) { return ["unix-user:${TESTER.name}"]; });
polkit.addRule(function (action, subject) {
  if (subject.user !== ${JSON.stringify(TESTER.name)}) return null;
  var decision = polkit.spawn(["/bin/cat", ${JSON.stringify(decisionFile)}]).trim();
  polkit.log("asked " + JSON.stringify({
    action: action.id,
    user: subject.user,
    program: action.lookup("program") || "",
    commandLine: action.lookup("command_line") || "",
    decision: decision,
  }));
  return decision === "yes" ? polkit.Result.YES : decision === "no" ? polkit.Result.NO : null;
});
`;

function prepare(folder: string, { decision = 'ask', policies = {} }: PolkitOptions): string {
  // polkitd reads as its own user.
  chmodSync(folder, 0o755);
  for (const part of ['run', 'run/dbus', 'rules', 'actions']) mkdirSync(join(folder, part));
  writeAccounts(folder);
  cpSync(GENERIC_POLICY, join(folder, 'actions', 'org.freedesktop.policykit.policy'));
  for (const [name, text] of Object.entries(policies)) writeFileSync(join(folder, 'actions', name), text);
  const decisionFile = join(folder, 'decision');
  writeFileSync(decisionFile, decision);
  writeFileSync(join(folder, 'rules', '10-test.rules'), rules(decisionFile));
  return decisionFile;
}

/** Settles at the line that says that it runs. */
function started(
  child: ChildProcessWithoutNullStreams,
  from: Readable,
  sign: RegExp,
  what: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`${what} did not start: ${said}`)), START_MS);
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
    });
    createInterface({ input: from }).on('line', (line) => {
      if (!sign.test(line)) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${what} ended with ${code}: ${said}`)));
  });
}

async function end(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await gone;
}

function record(child: ChildProcessWithoutNullStreams): Asked[] {
  const asked: Asked[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    // Its other complaints may stand before, without an end of line.
    const told = /asked (\{.*\})$/.exec(line)?.[1];
    if (told !== undefined) asked.push(ASKED.parse(JSON.parse(told)));
  });
  return asked;
}

/** The mounts end with the lab: one polkit a lab and node. */
export async function startPolkit(lab: Pick<Lab, 'spawn'>, options: PolkitOptions = {}): Promise<Polkit> {
  const node = options.node ?? 'pc';
  const folder = mkdtempSync(join(tmpdir(), 'faultline-polkit-'));
  const decisionFile = prepare(folder, options);
  const bus = lab.spawn(node, ['sh', SCRIPT, folder]);
  await started(bus, bus.stdout, /^unix:/, 'the system bus');
  const daemon = lab.spawn(node, [POLKITD]);
  const asked = record(daemon);
  await started(daemon, daemon.stdout, /Acquired the name org\.freedesktop\.PolicyKit1/, 'polkitd');
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
      await end(daemon);
      await end(bus);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
