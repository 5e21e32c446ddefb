import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface PrivateBus {
  /** `unix:path=...` */
  readonly address: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

/** Without service folders: nothing that happens to be installed is started by a call. */
const configuration = (address: string): string => `<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>${address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
    <allow user="*"/>
  </policy>
</busconfig>
`;

/** A session bus of this test's own, gone after it. */
export async function startPrivateBus(): Promise<PrivateBus> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-bus-'));
  const address = `unix:path=${join(folder, 'bus')}`;
  const file = join(folder, 'bus.conf');
  writeFileSync(file, configuration(address));
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
