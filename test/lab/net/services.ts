import { createInterface } from 'node:readline';
import { labFile } from './emulator-process.ts';
import type { Lab } from './lab.ts';

export interface Behaviour {
  /** True: HTTP is redirected to a log-in page instead of answered 204. */
  readonly portal?: boolean;
  readonly dns?: 'answer' | 'servfail' | 'nxdomain' | 'silent';
}

export interface Services {
  /** Settles when the servers behave so. */
  set(behaviour: Behaviour): Promise<void>;
}

/**
 * TCP on 443, HTTP on 80 and DNS over UDP on 53, on each of these addresses of a node; settles when they listen
 * and rejects with what the servers said when they can't. They end with the lab.
 */
export async function startServices(lab: Lab, node: string, addresses: readonly string[]): Promise<Services> {
  const child = lab.spawn(node, ['python3', '-B', '-E', labFile('services.py'), ...addresses]);
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += String(chunk);
  });
  child.stdin.on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const confirmed = async (): Promise<void> => {
    if ((await lines.next()).done === true) throw new Error(`the servers on ${node} ended: ${complaint}`);
  };
  await confirmed();
  return {
    async set(behaviour) {
      child.stdin.write(`${JSON.stringify(behaviour)}\n`);
      await confirmed();
    },
  };
}
