import { type HelperWays, openHelperWays, type WayedStart } from '../helper-client/helper-ways.ts';
import type { Problem } from '../settings/problem.ts';
import { dropPrivilege } from './drop-privilege.ts';
import { invokerOf } from './invoker.ts';

export type PrivilegedStart =
  | { readonly ok: true; readonly helper: WayedStart }
  | { readonly ok: false; readonly problem: Problem };

/** Starts the helper while the right to do so is there, then becomes the user behind sudo, if there is one. */
export async function startHelperAndDrop(
  ways: HelperWays = openHelperWays({ canAsk: false }),
): Promise<PrivilegedStart> {
  const helper = await ways.startUnasked(new AbortController().signal);
  const invoker = invokerOf(process.env, process.geteuid?.());
  if (invoker === null) return { ok: true, helper };
  const drop = dropPrivilege(invoker);
  if (drop.ok) return { ok: true, helper };
  if (helper.ok) await helper.client.close();
  return drop;
}
