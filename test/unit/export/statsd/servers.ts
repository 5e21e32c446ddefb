import { createSocket } from 'node:dgram';
import { createServer, type Server, type Socket } from 'node:net';

/** Text that came, and a way to wait for some of it. */
export class Heard {
  text = '';
  readonly #waiting = new Set<() => void>();

  add(part: Buffer): void {
    this.text += part.toString('utf8');
    for (const look of [...this.#waiting]) look();
  }

  until(part: string): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!this.text.includes(part)) return;
        this.#waiting.delete(look);
        resolve();
      };
      this.#waiting.add(look);
      look();
    });
  }
}

export interface UdpServer {
  readonly port: number;
  readonly heard: Heard;
  close(): Promise<void>;
}

export function udpServer(port = 0): Promise<UdpServer> {
  const heard = new Heard();
  const socket = createSocket('udp4', (message) => heard.add(message));
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, '127.0.0.1', () =>
      resolve({
        port: socket.address().port,
        heard,
        close: () => new Promise((done) => socket.close(() => done())),
      }),
    );
  });
}

export interface TcpServer {
  readonly port: number;
  readonly heard: Heard;
  /** Those that are open, oldest first. */
  readonly connections: ReadonlySet<Socket>;
  readonly accepted: () => number;
  close(): Promise<void>;
}

export function tcpServer(port = 0, onConnection: (socket: Socket) => void = () => {}): Promise<TcpServer> {
  const heard = new Heard();
  const connections = new Set<Socket>();
  let accepted = 0;
  const server: Server = createServer((socket) => {
    accepted += 1;
    connections.add(socket);
    socket.on('data', (part: Buffer) => heard.add(part));
    socket.on('error', () => {}).on('close', () => connections.delete(socket));
    onConnection(socket);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      resolve({
        port: address.port,
        heard,
        connections,
        accepted: () => accepted,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            for (const socket of connections) socket.destroy();
          }),
      });
    });
  });
}

/** A port that nobody listens at any more. */
export async function deadPort(protocol: 'udp' | 'tcp'): Promise<number> {
  const server = protocol === 'udp' ? await udpServer() : await tcpServer();
  await server.close();
  return server.port;
}
