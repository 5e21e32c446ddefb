import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** The two files of a channel, and the only ones that are ever removed. */
const FILES = ['token', 'socket'] as const;
const PREFIX = 'faultline-channel-';

/** Bytes of a socket's path: sun_path has 108 on Linux, 104 on macOS, one of them a zero. */
const SOCKET_PATH_BYTES = 103;

/** No channel waits for its helper that long: a folder of that age was left by a client that was killed. */
const LEFT_OVER_MS = 3_600_000;

export interface ChannelFolder {
  readonly path: string;
  readonly socket: string;
  /** Takes the folder away with what is in it; harmless when it is gone already. */
  remove(): void;
}

/** What decides where a channel can be. */
export interface ChannelPlace {
  readonly uid: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For temporary files. */
  readonly temporary: string;
  /** Wall time. */
  readonly nowMs: number;
}

/** Only letters, digits and these: a folder's path stands in a command line of somebody else's shell. */
const PLAIN = /^[A-Za-z0-9_/.,:+@=-]+$/;

function quietly(action: () => void): void {
  try {
    action();
  } catch {
    // Gone, or not ours: nothing to be done about it here.
  }
}

function removeFolder(folder: string): void {
  // By name, never with all that is in it: it may not be what it was.
  for (const name of FILES) quietly(() => unlinkSync(join(folder, name)));
  quietly(() => rmdirSync(folder));
}

/** Where nobody but root and this user can exchange what we make: our own folder, or a sticky one of root's. */
function isFit(folder: string | undefined, uid: number): folder is string {
  if (folder === undefined || !isAbsolute(folder) || !PLAIN.test(folder)) return false;
  try {
    const { mode, uid: owner } = statSync(folder);
    if (owner !== uid && owner !== 0) return false;
    return (mode & 0o022) === 0 || (mode & 0o1000) !== 0;
  } catch {
    return false;
  }
}

/** Best first: the folder of the login session is in memory and ends with it. */
function bases({ uid, env, temporary }: ChannelPlace): readonly string[] {
  return [env['XDG_RUNTIME_DIR'], temporary]
    .filter((folder) => isFit(folder, uid))
    .map((folder) => realpathSync(folder))
    .filter((folder) => isFit(folder, uid))
    .filter((folder) => Buffer.byteLength(join(folder, `${PREFIX}XXXXXX`, 'socket')) <= SOCKET_PATH_BYTES);
}

/** Folders of this user's that a killed client has left behind. */
function sweep(base: string, { uid, nowMs }: ChannelPlace): void {
  quietly(() => {
    for (const name of readdirSync(base)) {
      if (!name.startsWith(PREFIX)) continue;
      quietly(() => {
        const found = lstatSync(join(base, name));
        const isOurs = found.isDirectory() && found.uid === uid;
        if (isOurs && nowMs - found.mtimeMs > LEFT_OVER_MS) removeFolder(join(base, name));
      });
    }
  });
}

function makeFolderIn(base: string, token: string): ChannelFolder {
  const path = mkdtempSync(join(base, PREFIX));
  const remove = (): void => removeFolder(path);
  try {
    // What the umask may have taken away is given back; mkdtemp gives nothing to others.
    chmodSync(path, 0o700);
    writeFileSync(join(path, 'token'), token, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    remove();
    throw error;
  }
  return { path, socket: join(path, 'socket'), remove };
}

/**
 * A fresh folder for this user's eyes, with the token in it, in the first place that takes one; null: there is no place.
 * Throws the system's error where every place refused.
 */
export function makeChannelFolder(place: ChannelPlace, token: string): ChannelFolder | null {
  let refusal: unknown = null;
  for (const base of bases(place)) {
    sweep(base, place);
    try {
      return makeFolderIn(base, token);
    } catch (error) {
      // As where a session's folder is root's: sudo may hand its path on.
      refusal = error;
    }
  }
  if (refusal !== null) throw refusal;
  return null;
}
