import { unprivilegedId } from '../privilege/identity.ts';

/** A channel that was asked for on the command line; nothing of it has been looked at yet. */
export interface ChannelRequest {
  /** Absolute path. Opened only as the user `uid`. */
  readonly folder: string;
  /** Whom to become before the folder is touched. No group is named: it would be one of the caller's choice. */
  readonly uid: number;
}

export type Arguments =
  | { readonly ok: true; readonly channel: ChannelRequest | null }
  | { readonly ok: false; readonly message: string };

/** No folder that is fit to hold a channel has a longer path; PATH_MAX is 4096. */
const FOLDER_BYTES = 1024;

const USAGE = 'arguments are none, or --channel FOLDER --uid N in this order';

const refused = (message: string): Arguments => ({ ok: false, message });

/** Strictly absolute, without empty, `.` or `..` steps: what is looked at later is what stands here. */
function isPlainPath(path: string): boolean {
  if (!path.startsWith('/') || path.includes('\0') || Buffer.byteLength(path) > FOLDER_BYTES) return false;
  return path
    .slice(1)
    .split('/')
    .every((step) => step !== '' && step !== '.' && step !== '..');
}

/** Reads the command line. It comes from whoever had the right to start the helper, and is believed in nothing. */
export function parseArguments(words: readonly string[]): Arguments {
  if (words.length === 0) return { ok: true, channel: null };
  const [channelFlag, folder, uidFlag, uidText, ...rest] = words;
  if (channelFlag !== '--channel' || uidFlag !== '--uid' || rest.length > 0) return refused(USAGE);
  if (folder === undefined || !isPlainPath(folder)) return refused('FOLDER is no plain absolute path');
  const uid = unprivilegedId(uidText);
  if (uid === null) return refused('N is a user id, in decimal and not 0');
  return { ok: true, channel: { folder, uid } };
}
