import { ensureElectron } from '../../scripts/electron.mjs';

/** Gets Electron once, before many files at a time want it. Those that find none say why by themselves. */
export async function setup(): Promise<void> {
  await ensureElectron().catch((error: unknown) => console.error(String(error)));
}
