import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import type { NoticeToShow } from '../../app/types.ts';
import { variant } from '../session-bus/session-bus.ts';
import type { BusServer, Holder, NotifyRequest } from './bus-server.ts';
import { notificationContent, TRACE_LABEL } from './notification-content.ts';
import type { Poster, ShownEvent, SystemNotification } from './shelf.ts';

const URGENCY = { normal: 1, critical: 2 } as const;
/** The specification's keys: `default` is a click anywhere else. */
const DEFAULT_KEY = 'default';
const TRACE_KEY = 'trace';
const DESKTOP_ENTRY = 'faultline';

function actionsOf({ notice, trace }: NoticeToShow): readonly string[] {
  const click = [DEFAULT_KEY, notice.incident === null ? 'Show the notices' : 'Show the incident'];
  return trace === null ? click : [...click, TRACE_KEY, TRACE_LABEL];
}

export function notifyRequest(
  output: NoticeToShow,
  icon: string,
  able: ReadonlySet<string>,
): Omit<NotifyRequest, 'replaces'> {
  const { title, body, urgency, timeoutType } = notificationContent(output, able.has('body-markup'));
  const { kind, incident } = output.notice;
  return {
    icon: pathToFileURL(icon).href,
    title,
    body,
    // Where there are no buttons, some servers make a dialog of them.
    actions: able.has('actions') ? actionsOf(output) : [],
    hints: {
      urgency: variant('y', URGENCY[urgency]),
      'desktop-entry': variant('s', DESKTOP_ENTRY),
      ...(incident === null
        ? {}
        : { category: variant('s', kind === 'begun' ? 'network.error' : 'network') }),
    },
    expireMs: timeoutType === 'never' ? 0 : -1,
  };
}

class BusNotification implements SystemNotification, Holder {
  readonly #server: BusServer;
  readonly #output: NoticeToShow;
  readonly #icon: string;
  readonly #replaced: BusNotification | null;
  readonly #emitter = new EventEmitter();
  /** The id that it was given, 0 when it could not be shown. */
  #posted: Promise<number> = Promise.resolve(0);

  constructor(server: BusServer, output: NoticeToShow, icon: string, replaced: BusNotification | null) {
    this.#server = server;
    this.#output = output;
    this.#icon = icon;
    this.#replaced = replaced;
  }

  get server(): BusServer {
    return this.#server;
  }

  on(event: ShownEvent, listener: () => void): void {
    this.#emitter.on(event, listener);
  }

  show(): void {
    this.#posted = this.#post();
  }

  close(): void {
    void this.#posted.then((id) => this.#server.takeAway(id, this));
  }

  acted(key: string): void {
    if (key === DEFAULT_KEY) this.#tell('click');
    if (key === TRACE_KEY) this.#tell('trace');
  }

  closed(): void {
    this.#tell('close');
  }

  async #post(): Promise<number> {
    const replaced = this.#replaced;
    const replaces = replaced === null ? 0 : this.#server.standing(await replaced.#posted, replaced);
    try {
      const able = await this.#server.capabilities();
      const request = { ...notifyRequest(this.#output, this.#icon, able), replaces };
      const id = await this.#server.notify(request, this);
      // A server need not know what it was to replace.
      if (id !== replaces) replaced?.close();
      this.#tell('show');
      return id;
    } catch {
      replaced?.close();
      this.#tell('failed');
      return 0;
    }
  }

  #tell(event: ShownEvent): void {
    this.#emitter.emit(event);
  }
}

/**
 * Notifications that are sent to the desktop's server by ourselves: Electron shows no button on Linux.
 * @param icon path of a picture.
 */
export function busPoster(server: BusServer, icon: string): Poster {
  return {
    isSupported: () => !server.ended,
    create(output, replaced) {
      const isOurs = replaced instanceof BusNotification && replaced.server === server;
      if (!isOurs) replaced?.close();
      return new BusNotification(server, output, icon, isOurs ? replaced : null);
    },
  };
}
