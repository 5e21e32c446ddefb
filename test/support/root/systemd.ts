import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ThrowAwayRoot } from './throw-away-root.ts';

const BOOT = readFileSync(fileURLToPath(new URL('systemd.sh', import.meta.url)), 'utf8');

/** systemd at work in a throw-away root. */
export interface Systemd {
  /** Runs a command among its processes, as `systemctl` has to: its output; rejects when it ends otherwise than well. */
  must(command: readonly string[]): Promise<string>;
  /** What it has said. */
  said(): string;
  /** Ends it and every service. */
  stop(): Promise<void>;
}

export async function startSystemd(root: ThrowAwayRoot): Promise<Systemd> {
  const boot = root.spawn(['sh', '-c', BOOT, 'boot', `faultline-test-${process.pid}`]);
  const gone = new Promise<void>((resolve) => boot.once('close', () => resolve()));
  let said = '';
  boot.stderr.on('data', (text: Buffer) => {
    said += text.toString();
  });
  const pid = await new Promise<string>((resolve, reject) => {
    createInterface({ input: boot.stdout }).once('line', (line) => resolve(line.trim()));
    boot.once('close', (code) => reject(new Error(`systemd did not start (${code}): ${said}`)));
  });
  return {
    must: (command) =>
      root.must(['nsenter', `--target=${pid}`, '--mount', '--pid', '--cgroup', '--', ...command]),
    said: () => said,
    async stop() {
      boot.stdin.end();
      await gone;
    },
  };
}
