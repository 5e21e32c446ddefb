import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import type { HelperProcess } from '../helper-process.ts';
import { ClientProcess } from './client-process.ts';
import { ChannelScene, OWNER } from './scene.ts';

/** A client of OWNER's, the helpers that come to it, and others who try. */
export class Stage {
  readonly scene = new ChannelScene();
  readonly #bundle: string;
  readonly #clients: ClientProcess[] = [];
  readonly #intruders: Socket[] = [];

  constructor(bundle: string) {
    this.#bundle = bundle;
  }

  open(how: { tokenMs?: number; runtime?: string } = {}): ClientProcess {
    const client = new ClientProcess(this.#bundle, OWNER, this.scene.base, how);
    this.#clients.push(client);
    return client;
  }

  helperFor(folder: string): HelperProcess {
    return this.scene.start(this.scene.words({ folder }));
  }

  /** Connects as the test, which is root: it gets as far as a process of the owner's would. */
  async intrude(folder: string): Promise<Socket> {
    const socket = createConnection(join(folder, 'socket'));
    this.#intruders.push(socket);
    socket.on('error', () => undefined);
    await new Promise<void>((resolve) => socket.once('connect', resolve));
    return socket;
  }

  async remove(): Promise<void> {
    for (const intruder of this.#intruders) intruder.destroy();
    await Promise.all(this.#clients.map((client) => client.stop()));
    await this.scene.remove();
  }
}

export const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve());
    socket.resume();
  });
