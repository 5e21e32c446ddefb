import type { Desktop } from '../../app/types.ts';
import type { Destination, WindowName } from '../../contract/contract.ts';
import { connectSessionBus } from '../session-bus/session-bus.ts';
import { busPoster } from './bus-poster.ts';
import { BusServer } from './bus-server.ts';
import { electronPoster } from './electron-poster.ts';
import { destinationOf, traceDestination } from './notification-content.ts';
import { PosterChoice } from './poster-choice.ts';
import { NotificationShelf } from './shelf.ts';

export interface NotificationOptions {
  /** Picture of the app. */
  readonly icon: string;
  /** Shows where a click leads. */
  readonly open: (window: WindowName, destination: Destination) => void;
}

export interface DesktopNotifications {
  readonly notify: Desktop['notify'];
  /** Takes away what is shown: nobody would answer a click. */
  closeAll(): void;
}

async function connectServer(): Promise<BusServer> {
  const bus = await connectSessionBus();
  try {
    return await BusServer.on(bus);
  } catch (error) {
    bus.close();
    throw error;
  }
}

export function desktopNotifications({ icon, open }: NotificationOptions): DesktopNotifications {
  const choice = new PosterChoice({
    connect: async () => (process.platform === 'linux' ? busPoster(await connectServer(), icon) : null),
    otherwise: electronPoster(icon),
  });
  const shelf = new NotificationShelf({
    poster: choice,
    onClick: (notice) => open('dashboard', destinationOf(notice)),
    onTrace: (ask) => open('traceroute', traceDestination(ask)),
    setTimer(callback, delayMs) {
      const timer = setTimeout(callback, delayMs);
      return { cancel: () => clearTimeout(timer) };
    },
  });
  return {
    async notify(output) {
      await choice.ready();
      return shelf.notify(output);
    },
    closeAll: () => shelf.closeAll(),
  };
}
