import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TRACE } from '../../contract/cli/schemas.ts';
import { faultline } from '../../support/monitor-process.ts';
import { type Lab, startLab } from '../net/lab.ts';
import { LINE, line } from '../net/topologies.ts';
import { outputOf } from './output-of.ts';

/**
 * A resolver that gives every address the same name, whatever its bytes; `silent`: it says nothing. Of names it
 * knows `server.example`, with several addresses.
 */
const RESOLVER = `
import socket, struct, sys
name = sys.argv[1].encode('latin-1').decode('unicode_escape').encode('latin-1')
labels = b''.join(bytes([len(part)]) + part for part in name.split(b'|')) + b'\\0'
addresses = ['203.0.113.10', '203.0.113.11']
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(('198.51.100.1', 53))
print('ready', flush=True)
while True:
    query, client = server.recvfrom(512)
    end = query.index(b'\\0', 12) + 1
    kind = struct.unpack('!H', query[end:end + 2])[0]
    if kind == 12 and name == b'silent':
        continue
    if kind == 12:
        data = [labels]
    elif kind == 1:
        data = [socket.inet_aton(address) for address in addresses]
    else:
        data = []
    answer = b''.join(b'\\xc0\\x0c' + struct.pack('!HHIH', kind, 1, 60, len(one)) + one for one in data)
    head = query[:2] + struct.pack('!HHHHH', 0x8180, 1, len(data), 0, 0)
    server.sendto(head + query[12:end + 4] + answer, client)
`;

let lab: Lab;
let resolver: ChildProcessWithoutNullStreams | null = null;
beforeAll(async () => {
  // The resolver is near and the destination far: there is time for every name.
  const topology = line(3, { delayMs: 20 });
  const nodes = topology.nodes.map((node) =>
    node.name === 'pc' ? { ...node, resolvers: [LINE.router(1).ipv4] } : node,
  );
  lab = await startLab({ ...topology, nodes });
});
afterAll(() => lab.stop());
afterEach(() => {
  resolver?.kill('SIGKILL');
});

async function answerWith(name: string): Promise<void> {
  resolver = lab.spawn('r1', ['python3', '-u', '-c', RESOLVER, name]);
  await outputOf(resolver).until(/ready/);
}

async function trace(host: string, ...options: readonly string[]) {
  const command = faultline('trace', host, '--method', 'udp', ...options);
  const { code, stdout, stderr } = await lab.exec('pc', command, { env: { LANG: 'C.UTF-8' } });
  return { code, stdout, stderr };
}

const resultOf = (text: string) => TRACE.parse(JSON.parse(text));

describe('names', () => {
  test('of every hop, without its last dot', async () => {
    await answerWith('core1|example|net');
    const { code, stdout } = await trace(LINE.server.ipv4, '--json');
    expect(code).toBe(0);
    const names = resultOf(stdout).hops.flatMap(({ nodes }) => nodes.map(({ name }) => name));
    expect(names).toEqual(Array.from({ length: 4 }, () => 'core1.example.net'));
  });

  test('that would clear the screen or forge a line do neither', async () => {
    await answerWith('\\x1b[2J\\x07|a\\nb\\r|\\x9b31m|example');
    const { code, stdout, stderr } = await trace(LINE.server.ipv4);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toMatch(/\p{Cc}(?<!\n)/u);
    expect(stdout.split('\n').filter((text) => /^ +\d+ +198\.51\.100\.\d +3\/3 /.test(text))).toHaveLength(3);
  });

  test('that nobody tells hold up nothing', async () => {
    await answerWith('silent');
    const { code, stdout } = await trace(LINE.server.ipv4, '--json');
    expect(code).toBe(0);
    expect(resultOf(stdout).hops.every(({ nodes }) => nodes.every(({ name }) => name === null))).toBe(true);
  });

  test('of the host: the first of its addresses, and a word about the other', async () => {
    await answerWith('core1|example|net');
    const { code, stdout } = await trace('server.example', '--json');
    expect(code).toBe(0);
    const result = resultOf(stdout);
    expect(result).toMatchObject({ target: 'server.example', destinationName: 'server.example' });
    expect(result.warnings.map((warning) => warning.code)).toContain('several-addresses');
  });

  test('of a host that has no address of the family: exit code 1 and one line', async () => {
    await answerWith('core1|example|net');
    const { code, stdout, stderr } = await trace('server.example', '--family', '6', '--json');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^faultline: server\.example has no IPv6 address[^\n]*\n$/);
  });
});
