import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An ordinary user with an account of his own, whose password makes him an administrator for polkit. */
export const TESTER = { name: 'tester', uid: 12345, gid: 12345, password: 'correct horse' } as const;

/** crypt(3) of the password above, SHA-512. */
const HASH =
  '$6$faultline$mydri2BnY/UOZAmz1dmqHmD6Yo.hZL2oae.oKzGzQRZfjw7IDCkA0ybA3rueVjCr29cNAaCNiqZVBVsGp7iON1';

const { name, uid, gid } = TESTER;
const ACCOUNT = {
  passwd: `${name}:x:${uid}:${gid}:Tester:/tmp:/bin/sh`,
  group: `${name}:x:${gid}:`,
  shadow: `${name}:${HASH}:19000:0:99999:7:::`,
} as const;

/** The machine's accounts and the tester's, as files to be mounted over those of /etc. */
export function writeAccounts(folder: string): void {
  for (const [file, line] of Object.entries(ACCOUNT)) {
    const own = readFileSync(join('/etc', file), 'utf8')
      .split('\n')
      .filter((account) => account !== '' && !account.startsWith(`${name}:`));
    const mode = file === 'shadow' ? 0o600 : 0o644;
    writeFileSync(join(folder, file), `${[...own, line].join('\n')}\n`, { mode });
  }
}
