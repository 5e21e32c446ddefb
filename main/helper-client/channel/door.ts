import type { Server, Socket } from 'node:net';
import type { ChannelFolder } from './channel-folder.ts';
import { readFirstLine } from './first-line.ts';

export type Admission =
  /** Paused; what the helper says after its token is still in it. */
  { readonly ok: true; readonly socket: Socket } | { readonly ok: false; readonly reason: string };

export interface DoorOptions {
  /** Listening already. */
  readonly server: Server;
  readonly folder: ChannelFolder;
  readonly token: string;
  /** Milliseconds from a connection to its token. */
  readonly tokenMs: number;
}

/** Connections that have not shown their token yet: a helper needs one. */
const UNDECIDED = 4;
/** Connections without the token. Only root or a process of this user's can make one, and none of ours would. */
const WRONG = 16;

/** Admits the one connection that shows the token, once, and takes the channel away with the same stroke. */
export class Door {
  readonly admitted: Promise<Admission>;
  readonly #options: DoorOptions;
  readonly #undecided = new Set<Socket>();
  #settle: (admission: Admission) => void = () => undefined;
  #wrong = 0;
  #isShut = false;

  constructor(options: DoorOptions) {
    this.#options = options;
    this.admitted = new Promise((resolve) => {
      this.#settle = resolve;
    });
    process.on('exit', this.#onExit);
    options.server.on('connection', (socket) => this.#judge(socket));
    options.server.on('error', (error) => this.shut({ ok: false, reason: error.message }));
  }

  readonly #onExit = (): void => this.#options.folder.remove();

  #judge(socket: Socket): void {
    // Its end is told by `close`.
    socket.on('error', () => undefined);
    if (this.#isShut || this.#undecided.size >= UNDECIDED) {
      socket.destroy();
      return;
    }
    this.#undecided.add(socket);
    readFirstLine(socket, this.#options.token, this.#options.tokenMs, (line) => {
      this.#undecided.delete(socket);
      if (line === 'right' && !this.#isShut) this.shut({ ok: true, socket });
      else this.#refuse(socket);
    });
  }

  /** The helper may still come: whoever shows no token learns nothing, and takes nobody's place. */
  #refuse(socket: Socket): void {
    socket.destroy();
    this.#wrong += 1;
    if (this.#wrong >= WRONG) this.shut({ ok: false, reason: 'others than the helper tried to connect' });
  }

  /** Nothing is left but a connection that was admitted. */
  shut(admission: Admission): void {
    if (this.#isShut) return;
    this.#isShut = true;
    process.off('exit', this.#onExit);
    this.#options.server.close();
    this.#options.folder.remove();
    for (const socket of this.#undecided) socket.destroy();
    this.#settle(admission);
  }
}
