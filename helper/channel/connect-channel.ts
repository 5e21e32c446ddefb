import { createConnection, type Socket } from 'node:net';
import { chdir } from 'node:process';
import type { ChannelRequest } from './arguments.ts';
import { ChannelFault, openFolder, SOCKET_NAME } from './open-folder.ts';

export type ConnectedChannel =
  | { readonly ok: true; readonly socket: Socket }
  | { readonly ok: false; readonly message: string };

/** Resolves with the connection, or with why there is none. */
function connect(): Promise<ConnectedChannel> {
  return new Promise((resolve) => {
    // Half open: after the client's last command there is still something to be told.
    const socket = createConnection({ path: SOCKET_NAME, allowHalfOpen: true });
    const onError = (error: NodeJS.ErrnoException): void => {
      resolve({ ok: false, message: `nobody listens at the socket: ${error.code ?? 'unknown error'}` });
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      socket.off('error', onError);
      resolve({ ok: true, socket });
    });
  });
}

/**
 * Connects to the client, once, and proves by the token that this is the helper it has asked for. Only for a process that
 * has become the user of the request already: it opens files by a path from outside.
 */
export async function connectChannel({ folder, uid }: ChannelRequest): Promise<ConnectedChannel> {
  let token: string;
  try {
    token = openFolder(folder, uid);
  } catch (error) {
    if (error instanceof ChannelFault) return { ok: false, message: error.message };
    throw error;
  }
  const connected = await connect();
  // Nothing of the client's is to be held on to.
  chdir('/');
  if (connected.ok) connected.socket.write(`${token}\n`);
  return connected;
}
