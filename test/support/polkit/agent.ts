import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Variant } from '@jellybrick/dbus-next';
import { z } from 'zod';
import type { Lab } from '../../lab/net/lab.ts';
import { type Answered, BusClient } from '../dbus/bus-client.ts';
import type { Polkit } from './polkit.ts';
import { TESTER } from './tester.ts';

const AUTHORITY = {
  destination: 'org.freedesktop.PolicyKit1',
  path: '/org/freedesktop/PolicyKit1/Authority',
  interface: 'org.freedesktop.PolicyKit1.Authority',
} as const;
const PATH = '/org/faultline/test/Agent';
/** What makes polkitd say that the question was dismissed. */
const CANCELLED = 'org.freedesktop.PolicyKit1.Error.Cancelled';

/** Set-user-id root: asks PAM with a password, and tells polkitd by itself when it was right. */
const CHECKER = '/usr/lib/polkit-1/polkit-agent-helper-1';

/** What the person at the password window does. */
export type Person =
  | { readonly does: 'types'; readonly password: string }
  | { readonly does: 'closes-it' }
  | { readonly does: 'thinks'; readonly until: Promise<void>; readonly next: Person }
  /** Nobody is there: it stays open. */
  | { readonly does: 'nothing' };

const BEGIN = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.record(z.string(), z.string()),
  z.string(),
  z.array(z.unknown()),
]);

/** What the window shows. */
export interface AgentQuestion {
  readonly action: string;
  readonly message: string;
  readonly icon: string;
  readonly details: Readonly<Record<string, string>>;
}

/** A password window without a window, for what one process asks for. */
export interface PolkitAgent {
  /** Oldest first. */
  readonly questions: readonly AgentQuestion[];
  /** Settles once so many were asked. */
  asked(count: number): Promise<void>;
  /** Settles once polkitd took a question back itself. */
  readonly takenBack: Promise<void>;
  /** From the next question on. */
  become(person: Person): void;
  close(): void;
}

/** Field 22 of proc(5) stat, in clock ticks; the second field may hold anything, spaces and brackets too. */
function startTime(pid: number): bigint {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const field = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  if (field === undefined) throw new Error(`no start time of ${pid}`);
  return BigInt(field);
}

/** Settles when PAM has judged it. */
async function type(
  lab: Pick<Lab, 'spawn'>,
  polkit: Polkit,
  cookie: string,
  password: string,
): Promise<void> {
  // As the user who registered, which is this process: polkitd takes an answer from no other.
  const checker = lab.spawn(polkit.node, [CHECKER, TESTER.name]);
  const gone = once(checker, 'close');
  checker.stdin.write(`${cookie}\n`);
  createInterface({ input: checker.stdout }).on('line', (line) => {
    if (line.startsWith('PAM_PROMPT_ECHO_OFF')) checker.stdin.write(`${password}\n`);
  });
  checker.stdin.on('error', () => undefined);
  await gone;
}

/** Registers for what the process `pid` of the tester asks for; gone with `close`. */
export async function startPolkitAgent(
  lab: Pick<Lab, 'spawn'>,
  polkit: Polkit,
  { pid, person }: { readonly pid: number; readonly person: Person },
): Promise<PolkitAgent> {
  const bus = await BusClient.connect(polkit.busAddress);
  const questions: AgentQuestion[] = [];
  const waiting: { readonly count: number; readonly done: () => void }[] = [];
  let takeBack = (): void => undefined;
  const takenBack = new Promise<void>((resolve) => {
    takeBack = resolve;
  });
  let now = person;

  async function act(does: Person, cookie: string): Promise<Answered> {
    switch (does.does) {
      case 'closes-it':
        throw new Error('closed by the person');
      case 'nothing':
        return new Promise(() => undefined);
      case 'types':
        await type(lab, polkit, cookie, does.password);
        return { signature: '', values: [] };
      case 'thinks':
        await does.until;
        return act(does.next, cookie);
    }
  }

  function begin(args: readonly unknown[]): Promise<Answered> {
    const [action, message, icon, details, cookie] = BEGIN.parse(args);
    questions.push({ action, message, icon, details });
    for (const { count, done } of waiting) if (questions.length >= count) done();
    return act(now, cookie);
  }

  bus.answerLater(CANCELLED, ({ path, member, args }) => {
    if (path !== PATH) return null;
    if (member === 'BeginAuthentication') return begin(args);
    takeBack();
    return Promise.resolve({ signature: '', values: [] });
  });
  const subject = [
    'unix-process',
    {
      pid: new Variant('u', pid),
      'start-time': new Variant('t', startTime(pid)),
      uid: new Variant('i', TESTER.uid),
    },
  ];
  await bus.call(AUTHORITY, 'RegisterAuthenticationAgent', '(sa{sv})ss', [subject, 'en_GB.UTF-8', PATH]);
  return {
    questions,
    asked: (count) =>
      questions.length >= count
        ? Promise.resolve()
        : new Promise((done) => waiting.push({ count, done: () => done() })),
    takenBack,
    become(next) {
      now = next;
    },
    close: () => bus.close(),
  };
}
