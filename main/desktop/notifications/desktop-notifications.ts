import { Notification, type NotificationConstructorOptions } from 'electron';
import type { Desktop } from '../../app/types.ts';
import type { Destination } from '../../contract/contract.ts';
import type { NoticeOutput } from '../../domain/notices/types.ts';
import { destinationOf, notificationContent } from './notification-content.ts';
import { NotificationShelf, type ShownEvent, type SystemNotification } from './shelf.ts';

export interface NotificationOptions {
  /** Picture of the app. */
  readonly icon: string;
  /** Shows where a click leads. */
  readonly open: (destination: Destination) => void;
}

export interface DesktopNotifications {
  readonly notify: Desktop['notify'];
  /** Takes away what is shown: nobody would answer a click. */
  closeAll(): void;
}

function create(output: NoticeOutput, icon: string): SystemNotification {
  const options: NotificationConstructorOptions = notificationContent(output, process.platform);
  // macOS shows the app's own icon anyway, and this one as a picture beside the text.
  const notification = new Notification(process.platform === 'darwin' ? options : { ...options, icon });
  // Electron has typed each event apart.
  const emitter: NodeJS.EventEmitter = notification;
  const on = (event: ShownEvent, listener: () => void): void => {
    emitter.on(event, listener);
  };
  return { on, show: () => notification.show(), close: () => notification.close() };
}

export function desktopNotifications({ icon, open }: NotificationOptions): DesktopNotifications {
  const shelf = new NotificationShelf({
    isSupported: () => Notification.isSupported(),
    create: (output) => create(output, icon),
    onClick: (notice) => open(destinationOf(notice)),
    setTimer(callback, delayMs) {
      const timer = setTimeout(callback, delayMs);
      return { cancel: () => clearTimeout(timer) };
    },
  });
  return { notify: (output) => shelf.notify(output), closeAll: () => shelf.closeAll() };
}
