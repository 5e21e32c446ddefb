import { connect, createServer } from 'node:net';
import { type Check, type Finding, no, ok } from './check.ts';

/** A connection to a listener of our own on the loopback. */
function tryConnection(): Promise<Finding> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    const done = (finding: Finding): void => {
      server.close();
      resolve(finding);
    };
    const failed = (error: Error): void =>
      done(no(`sockets are refused: ${error.message}`, 'run outside this sandbox'));
    server.on('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return failed(new Error('no port'));
      const socket = connect({ port: address.port, host: '127.0.0.1', family: 4, autoSelectFamily: false });
      socket.on('error', failed);
      socket.on('connect', () => {
        socket.destroy();
        done(ok('works, and needs no rights'));
      });
    });
  });
}

export const TCP: Check = { id: 'tcp', title: 'TCP', run: tryConnection };
