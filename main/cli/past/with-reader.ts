import { openHistoryReader } from '../../history/reader.ts';
import type { Cli } from '../cli.ts';
import { dataDirectory } from '../data-folder.ts';
import { dropPrivilege } from '../drop-privilege.ts';
import { type CommandEnd, EXIT } from '../exit-codes.ts';
import { historyEnd } from '../history-end.ts';
import { invokerOf } from '../invoker.ts';

type Reader = Awaited<ReturnType<typeof openHistoryReader>>;

/** Opens the history for reading, beside a monitor that may be writing it, and closes it whatever happens. */
export async function withReader(
  cli: Cli,
  given: string | undefined,
  use: (reader: Reader) => Promise<CommandEnd>,
): Promise<CommandEnd> {
  const directory = dataDirectory(cli, given);
  const invoker = invokerOf(process.env, process.geteuid?.());
  const drop = invoker === null ? null : dropPrivilege(invoker);
  if (drop !== null && !drop.ok) return { code: EXIT.privilege, problem: drop.problem };
  try {
    const reader = await openHistoryReader(directory);
    try {
      return await use(reader);
    } finally {
      await reader.close();
    }
  } catch (error) {
    const end = historyEnd(error);
    if (end === null) throw error;
    return end;
  }
}
