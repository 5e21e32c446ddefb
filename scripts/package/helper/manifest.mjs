// What the helper's files must be: the program that starts it compares before it does.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** @typedef {{ version: string, files: Record<string, string> }} HelperManifest `files`: SHA-256 in hex by name */

/** @param {string} file @returns {Promise<string>} in hex */
export async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/**
 * @param {string} version of the product
 * @param {string[]} files
 * @returns {Promise<HelperManifest>}
 */
export async function helperManifest(version, files) {
  /** @type {[string, string][]} */
  const entries = await Promise.all(files.map(async (file) => [basename(file), await sha256(file)]));
  return { version, files: Object.fromEntries(entries) };
}
