import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../../scripts/setup.mjs';
import { LOADERS } from '../desktop/loaders.ts';

/** A network of nothing but a loopback, for one process started through `wrapper`. */
export interface PrivateNetwork {
  readonly wrapper: string;
  /** What the wrapper wants to know. */
  readonly env: Readonly<Record<string, string>>;
  stop(): void;
}

const DESKTOP = join(root, 'test/support/desktop');

/** Needs root. A relay keeps it alive and joins its loopback, where Electron can be driven, to a file. */
export async function privateNetwork(electron: string): Promise<PrivateNetwork> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-network-'));
  const path = join(folder, 'relay');
  const script = 'ip link set lo up && exec "$0" "$@"';
  const command = ['-n', '-m', 'sh', '-c', script, process.execPath, join(DESKTOP, 'relay.mjs'), path];
  const relay = spawn('unshare', command, { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    relay.stdout.once('data', () => resolve());
    relay.once('error', reject);
    relay.once('exit', (code) => reject(new Error(`the relay ended with ${code}`)));
  });
  const pc = { electron, pid: relay.pid, relay: path, through: [], loaders: LOADERS };
  return {
    wrapper: join(DESKTOP, 'electron-in-lab.mjs'),
    env: { FAULTLINE_LAB_PC: JSON.stringify(pc) },
    stop() {
      relay.stdin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
