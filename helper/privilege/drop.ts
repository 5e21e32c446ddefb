import { channelIdentity, type Identity, identityToBecome, type Start } from './identity.ts';
import { parseStatus, type Status } from './status.ts';

/** The calls of `process` that change or tell rights; the setters throw when the kernel refuses. */
export interface Rights {
  start(): Start;
  setgroups(groups: readonly number[]): void;
  setgid(gid: number): void;
  setuid(uid: number): void;
  getgroups(): readonly number[];
  /** Text of /proc/self/status; null on systems that have none. Throws when it should be there and is not. */
  readStatus(): string | null;
}

/** As in HelloEvent. */
export interface Privilege extends Identity {
  readonly dropped: boolean;
  readonly capabilities: readonly number[];
}

export type Dropped =
  | { readonly ok: true; readonly privilege: Privilege }
  | { readonly ok: false; readonly message: string };

class DropFailed extends Error {}

function step(name: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw new DropFailed(`${name} failed: ${error instanceof Error ? error.message : 'unknown error'}`);
  }
}

function demand(condition: boolean, message: string): void {
  if (!condition) throw new DropFailed(message);
}

/** The way back must be shut: the kernel must refuse each of these. */
function demandNoWayBack(rights: Rights): void {
  const attempts: [string, () => void][] = [
    ['setuid(0)', () => rights.setuid(0)],
    ['setgid(0)', () => rights.setgid(0)],
    ['setgroups([0])', () => rights.setgroups([0])],
  ];
  for (const [name, attempt] of attempts) {
    let refused = false;
    try {
      attempt();
    } catch {
      refused = true;
    }
    demand(refused, `${name} still works after the drop`);
  }
}

function readStatus(rights: Rights): Status | null {
  let text: string | null = null;
  step('reading /proc/self/status', () => {
    text = rights.readStatus();
  });
  if (text === null) return null;
  const status = parseStatus(text);
  if (status === null) throw new DropFailed('/proc/self/status is not as expected');
  return status;
}

function verify(rights: Rights, wanted: Identity): void {
  const { real, effective } = rights.start();
  demand(real.uid === wanted.uid && effective.uid === wanted.uid, 'the user id did not change');
  demand(real.gid === wanted.gid && effective.gid === wanted.gid, 'the group id did not change');
  // getgroups may list the effective group although it is no supplementary one.
  demand(
    rights.getgroups().every((group) => group === wanted.gid),
    'supplementary groups are left',
  );
  demandNoWayBack(rights);
  const status = readStatus(rights);
  if (status === null) return;
  // The saved ids show only here.
  demand(
    status.uids.every((uid) => uid === wanted.uid),
    'a saved user id is left',
  );
  demand(
    status.gids.every((gid) => gid === wanted.gid),
    'a saved group id is left',
  );
  demand(status.groups.length === 0, 'supplementary groups are left');
  const left = [...status.permitted, ...status.effective, ...status.ambient];
  demand(left.length === 0, `capabilities are left: ${left.join(', ')}`);
}

function drop(rights: Rights, channelUid: number | null): Privilege {
  const start = rights.start();
  const wanted = channelUid === null ? identityToBecome(start) : channelIdentity(channelUid);
  if (wanted === null) {
    // Started with a file or ambient capability: the process is its user's own, and Node has no call to give
    // a capability up. It is told, not hidden.
    const status = readStatus(rights);
    demand(status === null || !status.uids.includes(0), 'a way back to root is left');
    return { ...start.effective, dropped: false, capabilities: status?.effective ?? [] };
  }
  // The order matters: after setuid the process may change neither groups nor group.
  step('setgroups', () => rights.setgroups([]));
  step('setgid', () => rights.setgid(wanted.gid));
  step('setuid', () => rights.setuid(wanted.uid));
  verify(rights, wanted);
  return { ...wanted, dropped: true, capabilities: [] };
}

/**
 * Gives up root for good and makes sure of it. After a failure the process must not read any input.
 * `channelUid`: the user of the channel that was asked for; else how the process was started decides.
 */
export function dropPrivilege(rights: Rights, channelUid: number | null = null): Dropped {
  try {
    return { ok: true, privilege: drop(rights, channelUid) };
  } catch (error) {
    if (error instanceof DropFailed) return { ok: false, message: error.message };
    throw error;
  }
}
