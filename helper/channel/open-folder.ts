import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, statSync } from 'node:fs';
import { chdir } from 'node:process';
import { entryFault, factsOf } from './facts.ts';

/** In the folder that the client makes; nothing else of it is looked at. */
export const SOCKET_NAME = 'socket';
const TOKEN_NAME = 'token';

/** 32 random bytes in hex. */
const TOKEN = /^[0-9a-f]{64}$/;
const TOKEN_BYTES = 64;

export class ChannelFault extends Error {}

function demandNoFault(fault: string | null): void {
  if (fault !== null) throw new ChannelFault(fault);
}

/** Says which step the system refused, by its own code. */
function step<T>(name: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ChannelFault(`${name}: ${code}`);
  }
}

/**
 * Makes the folder the working directory, so that what is opened next is in the very folder that was looked at, whatever
 * becomes of its path meanwhile.
 */
function enter(folder: string, uid: number): void {
  const named = step('the folder', () => lstatSync(folder));
  demandNoFault(entryFault('the folder', factsOf(named), { type: 'folder', uid }));
  step('entering the folder', () => chdir(folder));
  const entered = step('the folder', () => statSync('.'));
  if (entered.ino !== named.ino || entered.dev !== named.dev)
    throw new ChannelFault('the folder was exchanged');
  demandNoFault(entryFault('the folder', factsOf(entered), { type: 'folder', uid }));
}

function readToken(uid: number): string {
  // Not through a symbolic link, and without waiting for a writer where it is a pipe.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const descriptor = step('the token', () => openSync(TOKEN_NAME, flags));
  try {
    const facts = factsOf(fstatSync(descriptor));
    demandNoFault(entryFault('the token', facts, { type: 'file', uid }));
    const buffer = Buffer.alloc(TOKEN_BYTES + 1);
    const length = step('the token', () => readSync(descriptor, buffer));
    const text = buffer.toString('latin1', 0, length);
    if (!TOKEN.test(text)) throw new ChannelFault('the token is not as agreed');
    return text;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Looks, as the user `uid` who is named for it, whether the folder, the token and the socket are that user's own and
 * nobody else's, and reads the token. Leaves the process in that folder, so that the socket is at `./socket`. Throws a
 * ChannelFault with the reason.
 */
export function openFolder(folder: string, uid: number): string {
  enter(folder, uid);
  const token = readToken(uid);
  const socket = step('the socket', () => lstatSync(SOCKET_NAME));
  demandNoFault(entryFault('the socket', factsOf(socket), { type: 'socket', uid }));
  return token;
}
