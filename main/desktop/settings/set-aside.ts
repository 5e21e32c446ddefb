import { existsSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

function freeName(stem: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}.json`;
    if (!existsSync(name)) return name;
  }
}

/** `config.damaged-20261121T140000Z.json` for `config.json`; nothing has that name yet. */
export function asideName(file: string, why: 'damaged' | 'old', nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
  return freeName(join(dirname(file), `${basename(file, '.json')}.${why}-${stamp}`));
}

/** Moves what can't be used out of the way, for its owner to mend or delete. @throws the system's own error. */
export function setAside(file: string, nowMs: number): string {
  const target = asideName(file, 'damaged', nowMs);
  renameSync(file, target);
  return target;
}
