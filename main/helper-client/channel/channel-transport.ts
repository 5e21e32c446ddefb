import type { Socket } from 'node:net';
import type { HelperTransport } from '../transport.ts';
import { endByChannel } from './end-by-channel.ts';

/** A helper that has connected by the channel at `folder`. */
export function channelTransport(socket: Socket, folder: string): HelperTransport {
  return {
    commands: socket,
    events: socket,
    onTrouble: (listener) => {
      socket.on('error', listener);
    },
    onEnd: (listener) => {
      socket.once('close', () => listener({ reason: 'it closed its channel', exitCode: null }));
      // It waited, paused, for somebody to listen.
      socket.resume();
    },
    end: () => {
      socket.end();
    },
    kill: (signal) => {
      endByChannel(folder, signal);
      if (signal === 'SIGKILL') socket.destroy();
    },
  };
}
