import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { busConfiguration } from './bus-configuration.ts';

export interface PrivateBus {
  /** `unix:path=...` */
  readonly address: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** A session bus of this test's own, gone after it. */
export async function startPrivateBus(): Promise<PrivateBus> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-bus-'));
  const address = `unix:path=${join(folder, 'bus')}`;
  const file = join(folder, 'bus.conf');
  writeFileSync(file, busConfiguration(address));
  const daemon = spawn(
    'dbus-daemon',
    [`--config-file=${file}`, '--nofork', '--nopidfile', '--print-address=1'],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const gone = once(daemon, 'exit');
  const kill = async (): Promise<void> => {
    daemon.kill('SIGKILL');
    await gone;
  };
  onTestFinished(async () => {
    await kill();
    rmSync(folder, { recursive: true, force: true });
  });
  await Promise.race([
    once(daemon.stdout, 'data'),
    gone.then(() => {
      throw new Error('dbus-daemon did not start');
    }),
  ]);
  return { address, kill };
}
