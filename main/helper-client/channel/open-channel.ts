import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { type ChannelFolder, type ChannelPlace, makeChannelFolder } from './channel-folder.ts';
import { type Admission, Door } from './door.ts';

/** A place where one helper may connect, once. */
export interface Channel {
  /** For the helper's command line. */
  readonly folder: string;
  /** The one that has shown the token, or why none is waited for any more. Never rejects. */
  readonly admitted: Promise<Admission>;
  /** Waits no longer. Nothing is left of the channel but a connection that was admitted. */
  close(reason: string): void;
}

export type OpenedChannel =
  | { readonly ok: true; readonly channel: Channel }
  | { readonly ok: false; readonly reason: string };

/** From the connection to its token: the helper sends it at once, on a busy machine. */
const TOKEN_MS = 10_000;
/** Random bytes of a token: nobody guesses it in as many attempts. */
const TOKEN_BYTES = 32;

export interface ChannelOptions extends ChannelPlace {
  /** Milliseconds from a connection to its token. */
  readonly tokenMs?: number;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * Makes a folder that only this user may enter, with a socket and a token in it that are good for one connection. Never
 * rejects.
 */
export async function openChannel(options: ChannelOptions): Promise<OpenedChannel> {
  const token = randomBytes(TOKEN_BYTES).toString('hex');
  let folder: ChannelFolder | null;
  try {
    folder = makeChannelFolder(options, token);
  } catch (error) {
    return { ok: false, reason: messageOf(error) };
  }
  if (folder === null)
    return { ok: false, reason: 'there is no folder for temporary files that is safe from others' };
  const server = createServer();
  try {
    await listen(server, folder.socket);
    chmodSync(folder.socket, 0o600);
  } catch (error) {
    server.close();
    folder.remove();
    return { ok: false, reason: messageOf(error) };
  }
  const door = new Door({ server, folder, token, tokenMs: options.tokenMs ?? TOKEN_MS });
  const close = (reason: string): void => door.shut({ ok: false, reason });
  return { ok: true, channel: { folder: folder.path, admitted: door.admitted, close } };
}
