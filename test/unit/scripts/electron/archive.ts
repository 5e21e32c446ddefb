import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

/** A file as a zip archive has it twice: before its data, and in the list at the end. */
function headers(name: Buffer, data: Buffer, packed: Buffer, at: number): { local: Buffer; central: Buffer } {
  const shared = Buffer.alloc(26);
  shared.writeUInt16LE(20, 0); // version needed
  shared.writeUInt16LE(8, 4); // deflate
  shared.writeUInt32LE(crc32(data), 10);
  shared.writeUInt32LE(packed.length, 14);
  shared.writeUInt32LE(data.length, 18);
  shared.writeUInt16LE(name.length, 22);
  const after = Buffer.alloc(14);
  after.writeUInt32LE(at, 10);
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04'), shared, name, packed]),
    central: Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), shared, after, name]),
  };
}

export function zip(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const [path, text] of Object.entries(files)) {
    const data = Buffer.from(text, 'latin1');
    const { local, central } = headers(Buffer.from(path), data, deflateRawSync(data), at);
    locals.push(local);
    centrals.push(central);
    at += local.length;
  }
  const list = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, list, end]);
}

/** An executable as far as fuses go: the mark that they are found by, their version, their number, and all off. */
export const EXECUTABLE = `\x7fELF dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x08${'0'.repeat(8)} the rest`;

/** Electron's own files in another product's archive. */
export const ARCHIVE: Readonly<Record<string, string>> = {
  'Other/Other': EXECUTABLE,
  'Other/chrome-sandbox': 'sandbox',
  'Other/chrome_crashpad_handler': 'handler',
  'Other/libffmpeg.so': 'library',
  'Other/locales/en-US.pak': 'words',
  'Other/browser_v8_context_snapshot.bin': 'of the other product',
  'Other/resources/app/package.json': '{}',
  'Other/resources/app/locales/en-US.pak': 'its words',
  'Other/../../outside.pak': 'a trap',
};
export const OWN_FILES = 5;

/** A package's tarball as npm makes it. */
export function tarball(folder: string, archive: Buffer): { file: string; integrity: string } {
  const file = join(folder, 'other-1.0.0.tgz');
  const inside = join(folder, 'package/other.zip');
  mkdirSync(dirname(inside), { recursive: true });
  writeFileSync(inside, archive);
  execFileSync('tar', ['-czf', file, '-C', folder, 'package/other.zip']);
  return { file, integrity: `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}` };
}
