import { readdirSync, readFileSync } from 'node:fs';

/** Proc entries come and go while they are read. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The helper that this app has started; null: none runs. */
export function helperOf(app: number): number | null {
  const isHelper = (pid: string): boolean =>
    read(`/proc/${pid}/status`).includes(`\nPPid:\t${app}\n`) &&
    read(`/proc/${pid}/cmdline`).includes('helper.cjs');
  const found = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isHelper(name));
  return found === undefined ? null : Number(found);
}
