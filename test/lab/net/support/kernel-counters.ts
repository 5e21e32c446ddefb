import type { Lab } from '../lab.ts';

/** The node's own kernel as a second witness: echo requests it sent and got since it exists (RFC 2011 MIB). */
export async function kernelEchoes(lab: Lab, node: string): Promise<{ sent: number; got: number }> {
  const { stdout } = await lab.exec(node, ['cat', '/proc/net/snmp']);
  const [names = [], values = []] = stdout
    .split('\n')
    .filter((row) => row.startsWith('Icmp:'))
    .map((row) => row.split(' '));
  const value = (name: string): number => Number(values[names.indexOf(name)]);
  return { sent: value('OutEchos'), got: value('InEchos') };
}
