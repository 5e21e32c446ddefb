import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/** SHA-256 in hex. Rejects when the file can't be read. */
async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 0x10_0000 }), hash);
  return hash.digest('hex');
}

/**
 * Hashes of files, each reckoned once for as long as the file stays the same: whoever changes a file or puts another
 * in its place changes its inode or its change time, which nobody can set (inode(7)).
 */
export class FileHashes {
  readonly #known = new Map<string, { readonly stamp: string; readonly hash: string }>();

  async of(file: string): Promise<string> {
    const found = await stat(file, { bigint: true });
    if (!found.isFile()) throw new Error('it is not a file');
    const { dev, ino, size, mtimeNs, ctimeNs } = found;
    const stamp = [dev, ino, size, mtimeNs, ctimeNs].join(' ');
    const known = this.#known.get(file);
    if (known?.stamp === stamp) return known.hash;
    const hash = await hashOf(file);
    this.#known.set(file, { stamp, hash });
    return hash;
  }
}
