/** What /proc/self/status (proc_pid_status(5)) says about rights. */
export interface Status {
  /** Real, effective, saved, file system. */
  readonly uids: readonly number[];
  readonly gids: readonly number[];
  readonly groups: readonly number[];
  /** Capability numbers, ascending. */
  readonly permitted: readonly number[];
  readonly effective: readonly number[];
  readonly ambient: readonly number[];
}

function numbers(text: string | undefined): readonly number[] | null {
  if (text === undefined || !/^[\d\s]*$/.test(text)) return null;
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(Number);
}

function capabilities(text: string | undefined): readonly number[] | null {
  if (text === undefined || !/^[0-9a-f]{16}$/.test(text)) return null;
  const mask = BigInt(`0x${text}`);
  return Array.from({ length: 64 }, (_, bit) => bit).filter((bit) => (mask >> BigInt(bit)) & 1n);
}

/** Null when a line is missing or not as expected: then nothing is known, which counts as a failed check. */
export function parseStatus(text: string): Status | null {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  const uids = numbers(fields.get('Uid'));
  const gids = numbers(fields.get('Gid'));
  const groups = numbers(fields.get('Groups'));
  const permitted = capabilities(fields.get('CapPrm'));
  const effective = capabilities(fields.get('CapEff'));
  const ambient = capabilities(fields.get('CapAmb'));
  if (uids?.length !== 4 || gids?.length !== 4 || groups === null) return null;
  if (permitted === null || effective === null || ambient === null) return null;
  return { uids, gids, groups, permitted, effective, ambient };
}
