import { createSocket, type Socket } from 'node:dgram';

/** Rejects with the system's error: no way there, or a family that this machine has not. */
export function connectedUdp(address: string, family: 4 | 6, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({
      type: family === 6 ? 'udp6' : 'udp4',
      // Literals both, the far address as well as the local one that is bound: nothing is looked up, nothing waits.
      lookup: (literal, _options, done) => done(null, literal, family),
    });
    socket.unref();
    socket.once('error', (error) => {
      socket.on('error', () => {});
      socket.close();
      reject(error);
    });
    socket.once('connect', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.connect(port, address);
  });
}
