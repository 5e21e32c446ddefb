import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildHelperExecutable } from '../../../../scripts/package/helper/build.mjs';

const TEMPLATE = fileURLToPath(
  new URL('../../../../assets/linux/org.faultline.helper.policy', import.meta.url),
);

/** The helper's executable where no package manager has put it: root's, without a capability. */
export interface InstalledHelper {
  readonly folder: string;
  readonly program: string;
  readonly addon: string;
  /** The policy as a package would have brought it, for that program. */
  readonly policies: Readonly<Record<string, string>>;
  remove(): void;
}

export const policyFor = (program: string): Readonly<Record<string, string>> => ({
  'org.faultline.helper.policy': readFileSync(TEMPLATE, 'utf8').replaceAll('@HELPER@', program),
});

export async function installHelper(): Promise<InstalledHelper> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-installed-'));
  chmodSync(folder, 0o755);
  const into = join(folder, 'helper');
  mkdirSync(into, { mode: 0o755 });
  const { executable, addon } = await buildHelperExecutable({ into });
  return {
    folder,
    program: executable,
    addon,
    policies: policyFor(executable),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
