import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../helper/protocol/limits.ts';
import type { HelloEvent, HelperEvent } from '../../../../helper/protocol/messages.ts';
import { greeting } from '../../../../helper/session/greeting.ts';
import { Session } from '../../../../helper/session/session.ts';
import { HELPER_VERSION } from '../../../../helper/session/version.ts';
import { Bench } from '../probe/bench.ts';

const GREETING: Omit<HelloEvent, 'id'> = {
  event: 'hello',
  protocol: 1,
  version: HELPER_VERSION,
  pid: 1,
  features: [],
  families: [4, 6],
  privilege: { uid: 1, gid: 1, dropped: true, capabilities: [] },
  limits: LIMITS,
};
const ECHO = { op: 'echo', address: '192.0.2.1', size: 56, ttl: 64, timeoutMs: 1000 };

const OPEN = { op: 'open-path', addresses: ['203.0.113.1', '203.0.113.2'] };
const ENCAPSULATED = {
  ...{ op: 'encapsulated', path: 5, via: [0], inner: 'echo-reply', end: null },
  ...{ ttl: 64, size: 0, timeoutMs: 1000 },
};
const PROBE = { ...ECHO, op: 'probe', method: 'udp', size: 64, flow: 0, port: 33_434 };

class Conversation {
  readonly bench = new Bench();
  readonly answers: HelperEvent[] = [];
  readonly session = new Session({
    prober: this.bench.prober,
    greeting: GREETING,
    lineBytes: LIMITS.lineBytes,
    send: (event) => this.answers.push(event),
    dropped: () => 3,
  });

  say(...lines: (object | string)[]): HelperEvent[] {
    for (const line of lines) {
      const text = typeof line === 'string' ? line : JSON.stringify(line);
      this.session.receive(Buffer.from(`${text}\n`));
    }
    return this.answers.splice(0);
  }

  static greeted(): Conversation {
    const conversation = new Conversation();
    conversation.say({ op: 'hello', id: 0, protocol: 1 });
    return conversation;
  }
}

describe('hello', () => {
  test('comes first', () => {
    const conversation = new Conversation();
    for (const command of [
      { ...ECHO, id: 1 },
      { op: 'stats', id: 1 },
      { op: 'cancel', id: 1, target: 0 },
    ]) {
      expect(conversation.say(command)).toMatchObject([{ event: 'error', id: 1, code: 'hello-first' }]);
    }
    expect(conversation.bench.channels[4].queue).toEqual([]);
    expect(conversation.say({ op: 'hello', id: 2, protocol: 1 })).toEqual([{ ...GREETING, id: 2 }]);
    expect(conversation.say({ op: 'stats', id: 3 })).toMatchObject([{ event: 'stats', rejected: 3 }]);
  });

  test('another protocol is refused and opens nothing', () => {
    const conversation = new Conversation();
    const answers = conversation.say({ op: 'hello', id: 2, protocol: 2 }, { op: 'stats', id: 3 });
    expect(answers).toMatchObject([
      { id: 2, code: 'protocol-mismatch' },
      { id: 3, code: 'hello-first' },
    ]);
  });

  test('a second one is answered like the first; a later mismatch takes nothing back', () => {
    const conversation = Conversation.greeted();
    expect(conversation.say({ op: 'hello', id: 5, protocol: 1 })).toMatchObject([{ event: 'hello', id: 5 }]);
    conversation.say({ op: 'hello', id: 6, protocol: 9 });
    expect(conversation.say({ op: 'stats', id: 7 })).toMatchObject([{ event: 'stats' }]);
  });

  test('tells what is understood; without sockets for whole packets that is less', () => {
    const { privilege } = GREETING;
    const always = ['hello', 'echo', 'cancel', 'stats'];
    const { features } = greeting([4], true, privilege);
    const more = features.filter((feature) => !always.includes(feature));
    expect(more).toEqual(['probe', 'open-path', 'close-path', 'encapsulated', 'train']);
    expect(greeting([4], false, privilege)).toMatchObject({
      families: [4],
      features: always,
      limits: LIMITS,
    });
  });

  test('the version is the package’s', () => {
    const text = readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ version: HELPER_VERSION });
  });
});

describe('commands', () => {
  test('an echo has no answer of its own, a refused one has', () => {
    const conversation = Conversation.greeted();
    expect(conversation.say({ ...ECHO, id: 1 })).toEqual([]);
    expect(conversation.say({ ...ECHO, id: 2, ttl: 0 })).toMatchObject([{ id: 2, code: 'out-of-range' }]);
    expect(conversation.bench.channels[4].queue).toHaveLength(1);
  });

  test('an id is refused while its echo may still be answered, whatever the command', () => {
    const conversation = Conversation.greeted();
    conversation.say({ ...ECHO, id: 1 });
    for (const command of [
      { ...ECHO, id: 1 },
      { op: 'stats', id: 1 },
      { op: 'cancel', id: 1, target: 1 },
      { op: 'hello', id: 1, protocol: 1 },
    ]) {
      expect(conversation.say(command)).toMatchObject([{ event: 'error', id: 1, code: 'duplicate-id' }]);
    }
    conversation.bench.deliver();
    conversation.bench.clock.advance(LIMITS.lateWindowMs + 1);
    expect(conversation.say({ op: 'stats', id: 1 })).toMatchObject([{ event: 'stats', id: 1 }]);
  });

  test('cancel tells whether it found something, after the echo’s own event', () => {
    const conversation = Conversation.greeted();
    conversation.say({ ...ECHO, id: 1 });
    expect(conversation.say({ op: 'cancel', id: 2, target: 1 })).toEqual([
      { event: 'cancelled', id: 2, target: 1, found: true },
    ]);
    expect(conversation.bench.take()).toMatchObject([{ event: 'echo', id: 1, outcome: 'cancelled' }]);
    expect(conversation.say({ op: 'cancel', id: 3, target: 1 })).toMatchObject([{ found: false }]);
  });

  test('stats count what was refused and left out', () => {
    const conversation = Conversation.greeted();
    conversation.say('nonsense', '{}', { op: 'what', id: 1 });
    expect(conversation.say({ op: 'stats', id: 9 })).toMatchObject([{ rejected: 3, dropped: 3, pending: 0 }]);
  });
});

describe('the stream stays in step', () => {
  test('after a line too long, bytes that are no UTF-8, and nonsense', () => {
    const conversation = Conversation.greeted();
    conversation.session.receive(Buffer.alloc(LIMITS.lineBytes * 3, 0x20));
    conversation.session.receive(Buffer.from('\n'));
    conversation.session.receive(Buffer.from([0xff, 0xfe, 0x0a]));
    conversation.session.receive(Buffer.from([0x22, 0xc3, 0x22, 0x0a]));
    expect(conversation.say('', { op: 'stats', id: 1 })).toMatchObject([
      { id: null, code: 'line-too-long' },
      { id: null, code: 'bad-json' },
      { id: null, code: 'bad-json' },
      { id: null, code: 'bad-json' },
      { event: 'stats', rejected: 4 },
    ]);
  });

  test('a line at the bound is read, one byte more is too long', () => {
    const conversation = Conversation.greeted();
    const command = '{"op":"stats","id":1}';
    const padded = command.padEnd(LIMITS.lineBytes - 1);
    expect(conversation.say(padded)).toMatchObject([{ event: 'stats' }]);
    expect(conversation.say(`${padded} `)).toMatchObject([{ code: 'line-too-long' }]);
  });

  test('a command cut short by the end of input is refused, not guessed at', () => {
    const conversation = Conversation.greeted();
    conversation.session.receive(Buffer.from('{"op":"stats","id":1}'));
    conversation.session.end();
    expect(conversation.answers).toMatchObject([{ event: 'error', id: null, code: 'bad-json' }]);
  });

  test('an end between lines is no fault', () => {
    const conversation = Conversation.greeted();
    conversation.session.end();
    expect(conversation.answers).toEqual([]);
  });
});

describe('probe', () => {
  test('is sent, cancelled like an echo, and its id is taken as long', () => {
    const conversation = Conversation.greeted();
    const { bench } = conversation;
    expect(conversation.say({ ...PROBE, id: 5 })).toEqual([]);
    expect(bench.channels[4].packets.queue).toHaveLength(1);
    expect(conversation.say({ ...ECHO, id: 5 })).toMatchObject([{ id: 5, code: 'duplicate-id' }]);
    expect(bench.deliverPacket()).not.toBeNull();
    expect(conversation.say({ op: 'cancel', id: 6, target: 5 })).toEqual([
      { event: 'cancelled', id: 6, target: 5, found: true },
    ]);
    expect(bench.take()).toEqual([{ event: 'probe', id: 5, outcome: 'cancelled', answer: null, code: null }]);
    expect(conversation.say({ ...PROBE, id: 5 })).toMatchObject([{ id: 5, code: 'duplicate-id' }]);
  });

  test('with a port that its method does not have is refused', () => {
    const conversation = Conversation.greeted();
    const answers = conversation.say(
      { ...PROBE, id: 5, port: 0 },
      { ...PROBE, id: 6, method: 'icmp' },
      { ...PROBE, id: 7, method: 'tcp', port: 0 },
      { ...PROBE, id: 8, method: 'icmp', port: 0 },
    );
    expect(answers.map((answer) => (answer.event === 'error' ? [answer.id, answer.code] : answer))).toEqual([
      [5, 'out-of-range'],
      [6, 'out-of-range'],
      [7, 'out-of-range'],
    ]);
    expect(conversation.bench.channels[4].packets.queue).toHaveLength(1);
  });
});

describe('paths', () => {
  test('opened, used, closed: the id is taken as long, the packet’s own as long as it may be answered', () => {
    const conversation = Conversation.greeted();
    const { bench } = conversation;
    expect(conversation.say({ ...OPEN, id: 5 })).toEqual([]);
    expect(bench.take()).toMatchObject([{ event: 'path-opened', id: 5 }]);
    expect(conversation.say({ ...OPEN, id: 5 })).toMatchObject([{ id: 5, code: 'duplicate-id' }]);
    expect(conversation.say({ ...ENCAPSULATED, id: 6 })).toEqual([]);
    expect(bench.deliverPacket()).not.toBeNull();
    expect(conversation.say({ ...ENCAPSULATED, id: 6 })).toMatchObject([{ id: 6, code: 'duplicate-id' }]);
    expect(conversation.say({ op: 'cancel', id: 7, target: 5 })).toMatchObject([{ found: false }]);
    expect(conversation.say({ op: 'cancel', id: 7, target: 6 })).toMatchObject([{ found: true }]);
    expect(conversation.say({ op: 'close-path', id: 8, path: 5 })).toEqual([]);
    expect(bench.take()).toMatchObject([
      { event: 'encapsulated', id: 6, outcome: 'cancelled' },
      { event: 'path-closed', id: 8, path: 5 },
    ]);
    expect(conversation.say({ ...OPEN, id: 5 })).toEqual([]);
  });

  test('what is refused at once, and what is found out later, is told alike and counted', () => {
    const conversation = Conversation.greeted();
    conversation.bench.noRoute = 'ENETUNREACH';
    const answers = conversation.say(
      { ...OPEN, id: 5 },
      { ...OPEN, id: 6, addresses: ['203.0.113.1', '203.0.113.1'] },
      { ...ENCAPSULATED, id: 7 },
      { op: 'close-path', id: 8, path: 5 },
      { op: 'stats', id: 9 },
    );
    expect(answers).toMatchObject([
      { event: 'error', id: 5, code: 'no-route' },
      { event: 'error', id: 6, code: 'out-of-range' },
      { event: 'error', id: 7, code: 'unknown-path' },
      { event: 'error', id: 8, code: 'unknown-path' },
      { event: 'stats', rejected: 4, pending: 0, sent: 0 },
    ]);
  });

  test('before a hello nothing is opened', () => {
    const conversation = new Conversation();
    expect(conversation.say({ ...OPEN, id: 5 })).toMatchObject([{ id: 5, code: 'hello-first' }]);
    expect(conversation.bench.take()).toEqual([]);
  });
});
