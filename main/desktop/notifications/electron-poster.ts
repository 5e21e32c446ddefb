import { Notification, type NotificationConstructorOptions } from 'electron';
import type { NoticeToShow } from '../../app/types.ts';
import { notificationContent, TRACE_LABEL } from './notification-content.ts';
import type { Poster, ShownEvent, SystemNotification } from './shelf.ts';

/** Electron has buttons on macOS, and says so nowhere else. */
const HAS_BUTTONS = process.platform === 'darwin';

function optionsOf(output: NoticeToShow, icon: string): NotificationConstructorOptions {
  const content = notificationContent(output, process.platform === 'linux');
  // macOS shows the app's own icon anyway, and this one as a picture beside the text.
  if (!HAS_BUTTONS) return { ...content, icon };
  return output.trace === null ? content : { ...content, actions: [{ type: 'button', text: TRACE_LABEL }] };
}

/** Electron's own notifications. */
export function electronPoster(icon: string): Poster {
  return {
    isSupported: () => Notification.isSupported(),
    create(output, replaced): SystemNotification {
      replaced?.close();
      const notification = new Notification(optionsOf(output, icon));
      // Electron has typed each event apart.
      const emitter: NodeJS.EventEmitter = notification;
      const on = (event: ShownEvent, listener: () => void): void => {
        emitter.on(event === 'trace' ? 'action' : event, listener);
      };
      return { on, show: () => notification.show(), close: () => notification.close() };
    },
  };
}
