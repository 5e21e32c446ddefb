import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { unacknowledged, unacknowledgedIn } from '../../../../main/export/statsd/transport/unacknowledged.ts';
import { tcpServer } from './servers.ts';

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const row = (local: string, remote: string, queue: string): string =>
  `   0: 0100007F:${local} 0100007F:${remote} 01 ${queue}:00000000 01:00000014 00000000     0        0 1 1 00 20 4 30 10 -1`;

describe('what the far end has not acknowledged', () => {
  test.each<[string, readonly string[], number | null]>([
    ['of the connection with these ports', [row('1F90', '1FBD', '00000A2C')], 2604],
    ['not that of the other direction', [row('1FBD', '1F90', '00000A2C')], null],
    ['among others', [row('1F91', '1FBD', '000000FF'), row('1F90', '1FBD', '00000000')], 0],
    [
      'not when two have the same ports',
      [row('1F90', '1FBD', '00000001'), row('1F90', '1FBD', '00000000')],
      null,
    ],
    ['none at all', [], null],
    ['none in what is no table', ['1F90 1FBD 01'], null],
  ])('%s', (_what, rows, bytes) => {
    expect(unacknowledgedIn([HEAD, ...rows, ''].join('\n'), 0x1f90, 0x1fbd)).toBe(bytes);
  });

  test('of a real connection, also after its end', async () => {
    const server = await tcpServer();
    const socket = connect(server.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    expect(await unacknowledged(socket)).toBe(process.platform === 'linux' ? 0 : null);
    socket.destroy();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(await unacknowledged(socket)).toBeNull();
    await server.close();
  });
});
