import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';

export const POLKITD = '/usr/lib/polkit-1/polkitd';

const START_MS = 20_000;

/** Settles at the line of standard output that says that it runs. */
function started(child: ChildProcessWithoutNullStreams, sign: RegExp, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`${what} did not start: ${said}`)), START_MS);
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!sign.test(line)) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${what} ended with ${code}: ${said}`)));
  });
}

/** `bus`: was asked to print its address. */
export const systemBusStarted = (bus: ChildProcessWithoutNullStreams): Promise<void> =>
  started(bus, /^unix:/, 'the system bus');

export const polkitdStarted = (daemon: ChildProcessWithoutNullStreams): Promise<void> =>
  started(daemon, /Acquired the name org\.freedesktop\.PolicyKit1/, 'polkitd');

export async function endDaemon(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await gone;
}
