import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';

/** A file that appears whole or not at all: written beside its place and moved there. */
export class AsideFile {
  readonly #target: string;
  readonly #aside: string;
  readonly #handle: FileHandle;
  #bytes = 0;

  private constructor(target: string, aside: string, handle: FileHandle) {
    this.#target = target;
    this.#aside = aside;
    this.#handle = handle;
  }

  /** Rejects with the system's own error, as everything here. */
  static async begin(target: string): Promise<AsideFile> {
    const aside = `${target}.${randomBytes(4).toString('hex')}.part`;
    return new AsideFile(target, aside, await open(aside, 'wx'));
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text, 'utf8');
    await this.#handle.writeFile(bytes);
    this.#bytes += bytes.length;
  }

  async finish(): Promise<void> {
    await this.#handle.sync();
    await this.#handle.close();
    await rename(this.#aside, this.#target);
  }

  /** Leaves nothing behind, whatever has happened before. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => {});
    await rm(this.#aside, { force: true }).catch(() => {});
  }
}
