import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Surroundings } from './way.ts';

/** CAP_NET_RAW of capabilities(7). */
export const NET_RAW = 13;

/** Never looked for in PATH, which any program of the user may have changed. */
const GETCAP_FILES = ['/usr/sbin/getcap', '/sbin/getcap', '/usr/bin/getcap'] as const;
const GETCAP_TIMEOUT_MS = 2000;

/** Numbers of the bits in a `CapAmb` line of proc_pid_status(5); none where it can't be read. */
export function ambientOf(status: string): readonly number[] {
  const mask = BigInt(`0x${/^CapAmb:\s*([0-9a-f]{1,16})$/m.exec(status)?.[1] ?? '0'}`);
  return Array.from({ length: 64 }, (_, bit) => bit).filter((bit) => (mask >> BigInt(bit)) & 1n);
}

/** What getcap(8) prints of one file, as cap_from_text(3) has it: whether the right is there from the start. */
export function namesRawCapability(printed: string): boolean {
  const clauses = printed.matchAll(/(?:^|\s)([a-z0-9_,]*) ?[=+]([eip]+)(?=\s|$)/g);
  return [...clauses].some(([, names = '', flags = '']) => {
    const isNamed = names === '' || names.split(',').some((name) => name === 'all' || name === 'cap_net_raw');
    return isNamed && flags.includes('e') && flags.includes('p');
  });
}

/** Node can't read extended attributes itself. */
function hasRawCapability(file: string): boolean | null {
  const getcap = GETCAP_FILES.find((path) => existsSync(path));
  if (getcap === undefined) return null;
  const { status, stdout } = spawnSync(getcap, [file], {
    env: {},
    encoding: 'utf8',
    timeout: GETCAP_TIMEOUT_MS,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // The path itself may hold any words.
  return status === 0 ? namesRawCapability(stdout.replace(file, '')) : null;
}

function readStatus(): string {
  try {
    return readFileSync('/proc/self/status', 'latin1');
  } catch {
    return '';
  }
}

/** This machine and process, as they are at the moment. */
export const surroundings = (): Surroundings => ({
  platform: process.platform,
  euid: process.geteuid?.(),
  env: process.env,
  exists: existsSync,
  ambient: () => ambientOf(readStatus()),
  hasRawCapability: (file) => (process.platform === 'linux' ? hasRawCapability(file) : false),
});
