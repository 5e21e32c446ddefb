import { describe, expect, test } from 'vitest';
import type { NoticeToShow } from '../../../../main/app/types.ts';
import { busPoster } from '../../../../main/desktop/notifications/bus-poster.ts';
import { BusServer } from '../../../../main/desktop/notifications/bus-server.ts';
import type { ShownEvent, SystemNotification } from '../../../../main/desktop/notifications/shelf.ts';
import { output, TRACE } from './output.ts';
import { ServerDouble } from './server-double.ts';

const ICON = '/opt/a picture.png';
const EVENTS: readonly ShownEvent[] = ['show', 'failed', 'click', 'trace', 'close'];

async function settle(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
}

interface Shown {
  readonly notification: SystemNotification;
  readonly heard: ShownEvent[];
}

async function setUp(prepare: (bus: ServerDouble) => void = () => undefined) {
  const bus = new ServerDouble();
  prepare(bus);
  const poster = busPoster(await BusServer.on(bus), ICON);
  const begin = (what: NoticeToShow, replaced: SystemNotification | null = null): Shown => {
    const notification = poster.create(what, replaced);
    const heard: ShownEvent[] = [];
    for (const event of EVENTS) notification.on(event, () => heard.push(event));
    notification.show();
    return { notification, heard };
  };
  const show = async (what: NoticeToShow, replaced: SystemNotification | null = null): Promise<Shown> => {
    const shown = begin(what, replaced);
    await settle();
    return shown;
  };
  return { bus, poster, begin, show };
}

describe('what is sent', () => {
  test('an outage: urgent, for ever, with the button', async () => {
    const { bus, show } = await setUp();
    const { heard } = await show(output({ urgent: true, trace: TRACE, body: '<0.1 % lost' }));
    expect(heard).toEqual(['show']);
    expect(bus.notified).toEqual([
      {
        id: 1,
        app: 'Faultline',
        replaces: 0,
        icon: 'file:///opt/a%20picture.png',
        title: 'IPv4 is down',
        body: '&lt;0.1 % lost',
        actions: ['default', 'Show the incident', 'trace', 'Trace now'],
        hints: { urgency: 2, 'desktop-entry': 'faultline', category: 'network.error' },
        expireMs: 0,
      },
    ]);
  });

  test('anything else: no button, and its time is the server’s choice', async () => {
    const { bus, show } = await setUp();
    await show(output({ incident: null }));
    expect(bus.notified).toMatchObject([
      {
        actions: ['default', 'Show the notices'],
        hints: { urgency: 1, 'desktop-entry': 'faultline' },
        expireMs: -1,
      },
    ]);
    expect(bus.notified[0]?.hints).not.toHaveProperty('category');
  });

  test('what the server can’t show is left out', async () => {
    const { bus, show } = await setUp((bus) => {
      bus.capabilities = ['body', 7];
    });
    await show(output({ trace: TRACE, body: 'R&D <b>' }));
    expect(bus.notified).toMatchObject([{ actions: [], body: 'R&D <b>' }]);
  });

  test('the arguments have the types of the specification', async () => {
    const { bus, show } = await setUp();
    const { notification } = await show(output({}));
    notification.close();
    await settle();
    const signatures = bus.calls.map(({ member, signature }) => [member, signature]);
    expect(signatures).toContainEqual(['Notify', 'susssasa{sv}i']);
    expect(signatures).toContainEqual(['CloseNotification', 'u']);
  });

  test('signals are asked for before anything is shown, capabilities once', async () => {
    const { bus, show } = await setUp();
    await show(output({ tag: 'a' }));
    await show(output({ tag: 'b' }));
    expect(bus.calls.map(({ member }) => member)).toEqual([
      'AddMatch',
      'AddMatch',
      'GetCapabilities',
      'Notify',
      'Notify',
    ]);
  });
});

describe('what comes back', () => {
  test.each([
    ['default', 'click'],
    ['trace', 'trace'],
  ] as const)('the action %s is a %s', async (key, event) => {
    const { bus, show } = await setUp();
    const one = await show(output({ tag: 'a', trace: TRACE }));
    const other = await show(output({ tag: 'b', trace: TRACE }));
    bus.act(2, key);
    expect(other.heard).toEqual(['show', event]);
    expect(one.heard).toEqual(['show']);
  });

  test('closed by the person, it is closed once, and takes no more actions', async () => {
    const { bus, show } = await setUp();
    const { heard, notification } = await show(output({}));
    bus.signal('NotificationClosed', 1, 2);
    bus.signal('NotificationClosed', 1, 2);
    bus.act(1, 'default');
    expect(heard).toEqual(['show', 'close']);
    notification.close();
    await settle();
    expect(bus.closed).toEqual([]);
  });

  test.each([
    ['another program’s', 'ActionInvoked', [99, 'default']],
    ['an action that nobody offered', 'ActionInvoked', [1, 'explode']],
    ['an action without a key', 'ActionInvoked', [1]],
    ['an id that is none', 'NotificationClosed', ['1', 2]],
    ['another signal', 'ActivationToken', [1, 'token']],
  ])('%s changes nothing', async (_, member, body) => {
    const { bus, show } = await setUp();
    const { heard } = await show(output({}));
    bus.signal(member, ...body);
    expect(heard).toEqual(['show']);
  });

  test('taken away by us, it is silent from then on', async () => {
    const { bus, show } = await setUp();
    const { notification, heard } = await show(output({}));
    notification.close();
    await settle();
    expect(bus.closed).toEqual([1]);
    bus.signal('NotificationClosed', 1, 3);
    expect(heard).toEqual(['show']);
  });

  test('taken away while it is on its way, it is closed as soon as it has come', async () => {
    let open = (): void => undefined;
    const { bus, begin } = await setUp((bus) => {
      bus.gate = new Promise((resolve) => {
        open = resolve;
      });
    });
    const { notification } = begin(output({}));
    await settle();
    notification.close();
    await settle();
    expect(bus.closed).toEqual([]);
    open();
    await settle();
    expect(bus.closed).toEqual([1]);
  });
});

describe('the place of another', () => {
  test('is taken: one that stands, under its id, and only the newer one acts', async () => {
    const { bus, show } = await setUp();
    const first = await show(output({ trace: TRACE }));
    const second = await show(output({ title: 'IPv4 was down' }), first.notification);
    expect(bus.notified).toMatchObject([{ id: 1 }, { id: 1, replaces: 1 }]);
    expect(bus.closed).toEqual([]);
    bus.act(1, 'default');
    expect(first.heard).toEqual(['show']);
    expect(second.heard).toEqual(['show', 'click']);
  });

  test('also of one that is still on its way', async () => {
    let open = (): void => undefined;
    const { bus, begin } = await setUp((bus) => {
      bus.gate = new Promise((resolve) => {
        open = resolve;
      });
    });
    const first = begin(output({}));
    begin(output({}), first.notification);
    open();
    await settle();
    expect(bus.notified.map(({ replaces }) => replaces)).toEqual([0, 1]);
  });

  test.each([
    ['waved away', (bus: ServerDouble): void => bus.signal('NotificationClosed', 1, 2)],
    ['lost with its server', (bus: ServerDouble): void => bus.owner(':1.1', ':1.2')],
  ])('of one that was %s is not to be had', async (_, lose) => {
    const { bus, show } = await setUp();
    const first = await show(output({}));
    lose(bus);
    await show(output({}), first.notification);
    expect(bus.notified).toMatchObject([{ replaces: 0 }, { replaces: 0 }]);
  });

  test('where the server shows a second one, the first is taken away', async () => {
    const { bus, show } = await setUp();
    const first = await show(output({}));
    bus.forgets.add(1);
    await show(output({}), first.notification);
    expect(bus.notified).toMatchObject([{ id: 1 }, { id: 2, replaces: 1 }]);
    expect(bus.closed).toEqual([1]);
  });

  test('of one that somebody else has shown: that one is closed', async () => {
    const { bus, show } = await setUp();
    let closed = 0;
    const foreign: SystemNotification = {
      on: () => undefined,
      show: () => undefined,
      close: () => {
        closed += 1;
      },
    };
    await show(output({}), foreign);
    expect(closed).toBe(1);
    expect(bus.notified).toMatchObject([{ replaces: 0 }]);
  });
});

describe('a server', () => {
  test.each(['GetCapabilities', 'Notify'])(
    'that refuses %s: failed, and asked anew next time',
    async (member) => {
      const { bus, show } = await setUp();
      bus.refused.add(member);
      expect((await show(output({}))).heard).toEqual(['failed']);
      bus.refused.clear();
      expect((await show(output({}))).heard).toEqual(['show']);
    },
  );

  test.each([
    ['no number', 'one'],
    ['no id', 0],
  ])('that answers %s: failed', async (_, answers) => {
    const { bus, show } = await setUp();
    bus.answers = answers;
    expect((await show(output({}))).heard).toEqual(['failed']);
  });

  test('that is not there: failed; one that comes is used', async () => {
    const { bus, show } = await setUp((bus) => {
      bus.isThere = false;
    });
    expect((await show(output({}))).heard).toEqual(['failed']);
    bus.isThere = true;
    bus.owner('', ':1.5');
    expect((await show(output({}))).heard).toEqual(['show']);
  });

  test('that fails takes away what was to be replaced', async () => {
    const { bus, show } = await setUp();
    const first = await show(output({}));
    bus.refused.add('Notify');
    expect((await show(output({}), first.notification)).heard).toEqual(['failed']);
    expect(bus.closed).toEqual([1]);
  });

  test('that is replaced: what it showed is gone, and the next one is asked what it can', async () => {
    const { bus, show } = await setUp();
    const { heard } = await show(output({ trace: TRACE }));
    bus.owner(':1.1', '');
    expect(heard).toEqual(['show', 'close']);
    bus.capabilities = ['body'];
    bus.owner('', ':1.2');
    await show(output({ trace: TRACE }));
    expect(bus.notified.map(({ actions }) => actions)).toEqual([
      ['default', 'Show the incident', 'trace', 'Trace now'],
      [],
    ]);
  });

  test('is not lost with a name of somebody else', async () => {
    const { bus, show } = await setUp();
    const { heard } = await show(output({}));
    bus.owner(':1.1', '', 'org.kde.StatusNotifierWatcher');
    expect(heard).toEqual(['show']);
  });
});

describe('the bus', () => {
  test('that goes takes along what was shown', async () => {
    const { bus, poster, show } = await setUp();
    const { heard } = await show(output({}));
    expect(poster.isSupported()).toBe(true);
    bus.end();
    expect(heard).toEqual(['show', 'close']);
    expect(poster.isSupported()).toBe(false);
  });

  test('that tells of no signals is none', async () => {
    const bus = new ServerDouble();
    bus.refused.add('AddMatch');
    await expect(BusServer.on(bus)).rejects.toThrow('AddMatch was refused');
  });
});
