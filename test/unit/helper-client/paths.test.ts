import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import type { Command, EncapsulatedAnswer, HelperEvent } from '../../../helper/protocol/messages.ts';
import { currentPaths } from '../../../main/helper-client/current-paths.ts';
import { HelperPaths } from '../../../main/helper-client/paths.ts';
import { PendingAnswers } from '../../../main/helper-client/pending-answers.ts';
import { startHelper } from '../../../main/helper-client/start-helper.ts';
import type {
  EncapsulatedReport,
  EncapsulatedRequest,
  HelperClient,
  OpenPath,
  PathEnd,
} from '../../../main/helper-client/types.ts';
import { FakeHelper } from '../monitor/echo/fake-helper.ts';

const ADDRESSES = ['192.0.2.1', '192.0.2.2'];
const REQUEST: EncapsulatedRequest = {
  via: [0, 1, 0],
  inner: 'echo-reply',
  end: null,
  ttl: 64,
  size: 0,
  timeoutMs: 1000,
};
const ANSWER: EncapsulatedAnswer = {
  ...{ kind: 'echo-reply', from: '192.0.2.9', rttMs: 2.5, code: null, ttl: 60, quotedTtl: null },
  ...{ translated: null, mtu: null, mpls: [], interfaces: [], layer: null },
};
const answered = (id: number): HelperEvent => ({
  ...{ event: 'encapsulated', id, outcome: 'answered', answer: ANSWER, code: null },
});

/** The paths of a helper that a test speaks for. */
class Talk {
  readonly commands: Command[] = [];
  readonly ends: PathEnd[] = [];
  readonly paths: HelperPaths;
  #lastId = 0;

  constructor() {
    this.paths = new HelperPaths({
      nextId: () => {
        this.#lastId += 1;
        return this.#lastId;
      },
      send: (command) => this.commands.push(command),
      packets: new PendingAnswers<EncapsulatedReport>(100, () => 0),
      spokenOfMs: (timeoutMs) => timeoutMs + 1000,
    });
  }

  get last(): Command {
    const [command] = this.commands.slice(-1);
    if (command === undefined) throw new Error('nothing was said');
    return command;
  }

  /** True: the client expected it. */
  say(event: HelperEvent): boolean {
    return this.paths.take(event);
  }

  async open(): Promise<{ readonly path: OpenPath; readonly id: number }> {
    const opening = this.paths.open(ADDRESSES, (end) => this.ends.push(end));
    const { id } = this.last;
    expect(this.say({ event: 'path-opened', id, source: '198.51.100.9' })).toBe(true);
    const result = await opening;
    if (!result.ok) throw new Error(result.message);
    return { path: result.path, id };
  }
}

describe('opening', () => {
  test('asks once, and tells the own address', async () => {
    const talk = new Talk();
    const { path, id } = await talk.open();
    expect(talk.commands).toEqual([{ op: 'open-path', id, addresses: ADDRESSES }]);
    expect(path.source).toBe('198.51.100.9');
  });

  test.each([
    ['no-route', 'no-route'],
    ['out-of-range', 'refused'],
    ['too-many-outstanding', 'refused'],
    ['family-unavailable', 'refused'],
  ] as const)('refused with %s: %s', async (code, told) => {
    const talk = new Talk();
    const opening = talk.paths.open(ADDRESSES, (end) => talk.ends.push(end));
    expect(talk.say({ event: 'error', id: talk.last.id, code, message: 'why' })).toBe(true);
    expect(await opening).toEqual({ ok: false, code: told, message: 'why' });
  });

  test('the helper ends meanwhile: no helper, and no end of a path that never was', async () => {
    const talk = new Talk();
    const opening = talk.paths.open(ADDRESSES, (end) => talk.ends.push(end));
    talk.paths.end();
    expect(await opening).toMatchObject({ ok: false, code: 'no-helper' });
    expect(talk.ends).toEqual([]);
  });

  test('an answer that nobody waits for, or a second one, is a stray', async () => {
    const talk = new Talk();
    expect(talk.say({ event: 'path-opened', id: 1, source: '198.51.100.9' })).toBe(false);
    const { id } = await talk.open();
    expect(talk.say({ event: 'path-opened', id, source: '198.51.100.66' })).toBe(false);
    expect(talk.say({ event: 'error', id: null, code: 'bad-json', message: '' })).toBe(false);
  });
});

describe('packets', () => {
  test('go with the path’s id, and what is told of them comes with their own', async () => {
    const talk = new Talk();
    const { path, id } = await talk.open();
    const seen: EncapsulatedReport[] = [];
    const own = path.send(REQUEST, (report) => seen.push(report));
    expect(talk.last).toEqual({ op: 'encapsulated', id: own, path: id, ...REQUEST });
    expect(seen).toEqual([]);
    expect(talk.say(answered(own ?? 0))).toBe(true);
    expect(talk.say(answered(own ?? 0))).toBe(false);
    expect(talk.say({ event: 'encapsulated-again', id: own ?? 0, kind: 'duplicate', answer: ANSWER })).toBe(
      true,
    );
    expect(seen.map(({ event }) => event)).toEqual(['encapsulated', 'encapsulated-again']);
  });

  test('refused ones are told, once', async () => {
    const talk = new Talk();
    const { path } = await talk.open();
    const seen: EncapsulatedReport[] = [];
    const id = path.send(REQUEST, (report) => seen.push(report)) ?? 0;
    const refusal = { event: 'error', id, code: 'rate-limited', message: 'slower' } as const;
    expect([talk.say(refusal), talk.say(refusal)]).toEqual([true, false]);
    expect(seen).toEqual([refusal]);
  });

  test('cancelled: asked for once, and nothing is told of it', async () => {
    const talk = new Talk();
    const { path } = await talk.open();
    const other = await talk.open();
    const seen: EncapsulatedReport[] = [];
    const id = path.send(REQUEST, (report) => seen.push(report)) ?? 0;
    other.path.cancel(id);
    path.cancel(99_999);
    expect(talk.last.op).toBe('encapsulated');
    path.cancel(id);
    path.cancel(id);
    expect(talk.commands.filter(({ op }) => op === 'cancel')).toMatchObject([{ target: id }]);
    expect(talk.say({ event: 'encapsulated', id, outcome: 'cancelled', answer: null, code: null })).toBe(
      true,
    );
    expect(seen).toEqual([]);
  });

  test('given up after its answer: nothing more is told, and nothing is asked', async () => {
    const talk = new Talk();
    const { path } = await talk.open();
    const seen: EncapsulatedReport[] = [];
    const id = path.send(REQUEST, (report) => seen.push(report)) ?? 0;
    talk.say(answered(id));
    path.cancel(id);
    talk.say({ event: 'encapsulated-again', id, kind: 'duplicate', answer: ANSWER });
    expect(seen).toHaveLength(1);
    expect(talk.commands.filter(({ op }) => op === 'cancel')).toEqual([]);
  });
});

describe('the end of a path', () => {
  test('closed: nothing is told of it any more, and nothing is sent along it', async () => {
    const talk = new Talk();
    const { path, id } = await talk.open();
    const seen: EncapsulatedReport[] = [];
    const packet = path.send(REQUEST, (report) => seen.push(report)) ?? 0;
    path.close();
    path.close();
    const closing = talk.last.id;
    expect(talk.commands.filter(({ op }) => op === 'close-path')).toEqual([
      { op: 'close-path', id: closing, path: id },
    ]);
    expect(path.send(REQUEST, () => {})).toBeNull();
    expect([talk.paths.has(id), talk.paths.has(closing)]).toEqual([true, true]);
    expect(
      talk.say({ event: 'encapsulated', id: packet, outcome: 'cancelled', answer: null, code: null }),
    ).toBe(true);
    const closed = { event: 'path-closed', id: closing, path: id, reason: 'asked', from: null } as const;
    expect([talk.say(closed), talk.say(closed)]).toEqual([true, false]);
    expect([talk.paths.has(id), talk.paths.has(closing)]).toEqual([false, false]);
    expect([seen, talk.ends]).toEqual([[], []]);
    talk.paths.end();
    expect(talk.ends).toEqual([]);
  });

  test('forbidden on the way: told once, after what was under way; nothing is sent any more', async () => {
    const talk = new Talk();
    const { path, id } = await talk.open();
    const order: string[] = [];
    const packet = path.send(REQUEST, ({ event }) => order.push(event)) ?? 0;
    talk.say({ event: 'encapsulated', id: packet, outcome: 'cancelled', answer: null, code: null });
    const closed = {
      event: 'path-closed',
      id: null,
      path: id,
      reason: 'prohibited',
      from: '192.0.2.1',
    } as const;
    expect([talk.say(closed), talk.say(closed)]).toEqual([true, false]);
    expect(order).toEqual(['encapsulated']);
    expect(talk.ends).toEqual([{ reason: 'prohibited', from: '192.0.2.1' }]);
    expect(path.send(REQUEST, () => {})).toBeNull();
    const said = talk.commands.length;
    path.close();
    path.cancel(packet);
    expect(talk.commands).toHaveLength(said);
  });

  test('forbidden while it is being closed: the helper knows it no more, and nobody is told', async () => {
    const talk = new Talk();
    const { path, id } = await talk.open();
    path.close();
    const closing = talk.last.id;
    expect(
      talk.say({ event: 'path-closed', id: null, path: id, reason: 'prohibited', from: '192.0.2.1' }),
    ).toBe(true);
    expect(talk.say({ event: 'error', id: closing, code: 'unknown-path', message: '' })).toBe(true);
    expect([talk.ends, talk.paths.has(id), talk.paths.has(closing)]).toEqual([[], false, false]);
  });

  test.each([
    { path: 12_345, reason: 'prohibited', from: '192.0.2.1' },
    { path: null, reason: 'prohibited', from: null },
    { path: null, reason: 'asked', from: '192.0.2.1' },
  ] as const)('%j, unasked, is a stray', async ({ path, reason, from }) => {
    const talk = new Talk();
    const { id } = await talk.open();
    expect(talk.say({ event: 'path-closed', id: null, path: path ?? id, reason, from })).toBe(false);
    expect(talk.ends).toEqual([]);
  });

  test('the helper has gone: told once, and nothing can be sent', async () => {
    const talk = new Talk();
    const { path } = await talk.open();
    talk.paths.end();
    talk.paths.end();
    expect(talk.ends).toEqual([{ reason: 'gone' }]);
    expect(path.send(REQUEST, () => {})).toBeNull();
    path.close();
    expect(talk.commands).toHaveLength(1);
  });
});

const FAKE = fileURLToPath(new URL('./fake-helper.mjs', import.meta.url));

async function started(manner: string): Promise<HelperClient> {
  const command = [process.execPath, FAKE, manner] as const;
  const result = await startHelper({ command, timeoutMs: 20_000, environment: {} });
  if (!result.ok) throw new Error(result.reason);
  return result.client;
}

async function openAt(client: HelperClient, onEnd: (end: PathEnd) => void): Promise<OpenPath> {
  const opening = await client.openPath(ADDRESSES, onEnd);
  if (!opening.ok) throw new Error(opening.message);
  return opening.path;
}

describe('a helper process', () => {
  test('opens, answers, closes', async () => {
    const client = await started('plain');
    const path = await openAt(client, () => {});
    expect(path.source).toBe('198.51.100.9');
    const seen: EncapsulatedReport[] = [];
    const id = path.send(REQUEST, (report) => seen.push(report));
    expect(seen).toEqual([]);
    await client.stats();
    expect(seen).toMatchObject([{ event: 'encapsulated', id, answer: { layer: 1 } }]);
    path.close();
    await client.stats();
    await client.close();
  });

  test('that knows no IP-in-IP is not asked', async () => {
    const client = await started('no-probe');
    expect(await client.openPath(ADDRESSES, () => {})).toMatchObject({ ok: false, code: 'no-helper' });
    await client.close();
    expect(await client.openPath(ADDRESSES, () => {})).toMatchObject({ ok: false, code: 'no-helper' });
  });

  test('that refuses', async () => {
    const client = await started('refuses-paths');
    expect(await client.openPath(ADDRESSES, () => {})).toEqual({
      ...{ ok: false, code: 'no-route', message: 'no way' },
    });
    await client.close();
  });

  test('that dies while it opens one, or has one open', async () => {
    const opening = await started('opening-dies');
    expect(await opening.openPath(ADDRESSES, () => {})).toMatchObject({ ok: false, code: 'no-helper' });
    const open = await started('path-dies');
    const onEnd = vi.fn<(end: PathEnd) => void>();
    const path = await openAt(open, onEnd);
    const gone = new Promise((resolve) => open.onExit(resolve));
    path.send(REQUEST, () => {});
    await gone;
    expect(onEnd.mock.calls).toEqual([[{ reason: 'gone' }]]);
    expect(path.send(REQUEST, () => {})).toBeNull();
  });

  test('that is closed: what is pending is cancelled, so that it drains at once', async () => {
    const client = await started('never-answers');
    const onEnd = vi.fn<(end: PathEnd) => void>();
    const path = await openAt(client, onEnd);
    path.send(REQUEST, () => {});
    await client.close();
    expect(onEnd.mock.calls).toEqual([[{ reason: 'gone' }]]);
  });
});

describe('whichever helper runs', () => {
  test('none: no helper; else the one of the moment is asked', async () => {
    const world = { helper: null as FakeHelper | null };
    const paths = currentPaths(() => world.helper?.client ?? null);
    expect(await paths.openPath(ADDRESSES, () => {})).toMatchObject({ ok: false, code: 'no-helper' });
    world.helper = new FakeHelper();
    await paths.openPath(ADDRESSES, () => {});
    expect(world.helper.paths).toEqual([ADDRESSES]);
  });
});
