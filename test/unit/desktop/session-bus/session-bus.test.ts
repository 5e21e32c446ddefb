import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { connectSessionBus } from '../../../../main/desktop/session-bus/session-bus.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** Something that is no bus, where one should be. */
async function startImpostor(onConnection: (socket: Socket) => void): Promise<string> {
  const path = join(temporaryFolder(), 'bus');
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return `unix:path=${path}`;
}

afterEach(() => {
  vi.useRealTimers();
});

describe('no bus to connect to', () => {
  test.each([
    ['a path where nothing is', 'unix:path=/nonexistent/bus'],
    ['a transport that nobody knows', 'carrier-pigeon:loft=3'],
    ['no address at all', 'nonsense'],
  ])('%s', async (_, address) => {
    await expect(connectSessionBus(address)).rejects.toThrow('the session bus has gone');
  });

  test('somebody who hangs up', async () => {
    const address = await startImpostor((socket) => socket.end());
    await expect(connectSessionBus(address)).rejects.toThrow('the session bus has gone');
  });

  test.each([
    ['never says a word', (): void => undefined],
    ['refuses, and waits', (socket: Socket): void => void socket.write('REJECTED CARRIER_PIGEON\r\n')],
  ])('somebody who %s', async (_, onConnection) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const address = await startImpostor(onConnection);
    const refused = expect(connectSessionBus(address)).rejects.toThrow(
      'no answer to the greeting in 5000 ms',
    );
    await vi.advanceTimersByTimeAsync(5000);
    await refused;
  });
});
