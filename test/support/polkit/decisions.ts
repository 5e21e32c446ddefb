import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';

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

/**
 * Rules that decide for `user` as the file says, and leave all others to the system's own. Looked up at each question:
 * polkitd reads its rules again only some time after they change.
 */
export const decidingRules = (user: string, decisionFile: string): string => `
polkit.addAdminRule(function (action, subject) { return ["unix-user:${user}"]; });
polkit.addRule(function (action, subject) {
  if (subject.user !== ${JSON.stringify(user)}) return null;
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

/** What a polkitd with such rules is asked from now on, oldest first; it grows. */
export function recordAsked(daemon: ChildProcessWithoutNullStreams): readonly Asked[] {
  const asked: Asked[] = [];
  createInterface({ input: daemon.stderr }).on('line', (line) => {
    // Its other complaints may stand before, without an end of line.
    const told = /asked (\{.*\})$/.exec(line)?.[1];
    if (told !== undefined) asked.push(ASKED.parse(JSON.parse(told)));
  });
  return asked;
}
