import { describe, expect, onTestFinished, test } from 'vitest';
import type { NoticeToShow } from '../../../main/app/types.ts';
import { busPoster } from '../../../main/desktop/notifications/bus-poster.ts';
import { BusServer } from '../../../main/desktop/notifications/bus-server.ts';
import type { ShownEvent, SystemNotification } from '../../../main/desktop/notifications/shelf.ts';
import { connectSessionBus } from '../../../main/desktop/session-bus/session-bus.ts';
import { CLOSED, NotificationServer, urgencyOf } from '../../support/dbus/notification-server.ts';
import { startPrivateBus } from '../../support/dbus/private-bus.ts';
import { output, TRACE } from '../../unit/desktop/notifications/output.ts';

/** Only bounds a test that would wait for ever. */
const SOON = { timeout: 60_000, interval: 20 };
const EVENTS: readonly ShownEvent[] = ['show', 'failed', 'click', 'trace', 'close'];

async function setUp() {
  const bus = await startPrivateBus();
  const startServer = async (): Promise<NotificationServer> => {
    const server = await NotificationServer.start(bus.address);
    onTestFinished(() => server.stop());
    return server;
  };
  const connection = await connectSessionBus(bus.address);
  onTestFinished(() => connection.close());
  const poster = busPoster(await BusServer.on(connection), '/icon.png');
  const show = (what: NoticeToShow, replaced: SystemNotification | null = null) => {
    const notification = poster.create(what, replaced);
    const heard: ShownEvent[] = [];
    for (const event of EVENTS) notification.on(event, () => heard.push(event));
    notification.show();
    return { notification, heard };
  };
  return { bus, poster, show, startServer };
}

describe('on a real bus', () => {
  test('a notification is shown with its button, which is heard, and goes', async () => {
    const { show, startServer } = await setUp();
    const server = await startServer();
    const { notification, heard } = show(output({ urgent: true, trace: TRACE, body: 'R&D' }));
    const shown = await server.shown();
    expect(shown).toMatchObject({
      title: 'IPv4 is down',
      body: 'R&amp;D',
      actions: ['default', 'Show the incident', 'trace', 'Trace now'],
      hints: { 'desktop-entry': 'faultline', category: 'network.error' },
      expireMs: 0,
    });
    expect(urgencyOf(shown)).toBe('critical');
    server.click(shown, 'trace');
    await expect.poll(() => heard, SOON).toEqual(['show', 'trace']);
    notification.close();
    await expect.poll(() => server.visible, SOON).toEqual([]);
  });

  test('one takes the place of another, and is waved away', async () => {
    const { show, startServer } = await setUp();
    const server = await startServer();
    const first = show(output({}));
    const second = show(output({ title: 'IPv4 was down' }), first.notification);
    const shown = await server.shown(({ title }) => title === 'IPv4 was down');
    expect(server.visible).toEqual([shown]);
    server.close(shown, CLOSED.dismissed);
    await expect.poll(() => second.heard, SOON).toEqual(['show', 'close']);
    expect(first.heard).toEqual(['show']);
  });

  test('without a server nothing is shown; with one that comes later it is; it goes with it', async () => {
    const { show, startServer } = await setUp();
    const before = show(output({}));
    await expect.poll(() => before.heard, SOON).toEqual(['failed']);
    const server = await startServer();
    const after = show(output({}));
    await expect.poll(() => after.heard, SOON).toEqual(['show']);
    server.stop();
    await expect.poll(() => after.heard, SOON).toEqual(['show', 'close']);
  });

  test('a bus that goes takes along what was shown', async () => {
    const { bus, poster, show, startServer } = await setUp();
    await startServer();
    const { heard } = show(output({}));
    await expect.poll(() => heard, SOON).toEqual(['show']);
    await bus.kill();
    await expect.poll(() => heard, SOON).toEqual(['show', 'close']);
    expect(poster.isSupported()).toBe(false);
  });
});
