// A helper process that behaves as its first argument says. Speaks the protocol by hand, on purpose.
import { createInterface } from 'node:readline';

const manner = process.argv[2];
const say = (value) => process.stdout.write(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`);
const hello = (id, over = {}) => ({
  event: 'hello',
  id,
  protocol: 1,
  version: '9.9.9',
  pid: process.pid,
  features: ['hello', 'echo', 'probe', 'open-path', 'close-path', 'encapsulated', 'train', 'cancel', 'stats'],
  families: [4, 6],
  privilege: { uid: 65534, gid: 65534, dropped: true, capabilities: [] },
  limits: { ratePerSecond: 500 },
  ...over,
});
const echo = (id, over = {}) => ({
  event: 'echo',
  id,
  outcome: 'reply',
  rttMs: 1.5,
  from: '127.0.0.1',
  ttl: 64,
  code: null,
  ...over,
});
const answer = (over = {}) => ({
  kind: 'ttl-exceeded',
  from: '198.51.100.1',
  rttMs: 2.5,
  code: 'ttl-exceeded',
  ttl: 64,
  quotedTtl: 1,
  translated: false,
  mtu: null,
  mpls: [],
  interfaces: [],
  ...over,
});
const probe = (id, over = {}) => ({
  event: 'probe',
  id,
  outcome: 'answered',
  answer: answer(),
  code: null,
  ...over,
});
const stats = (id) => ({
  event: 'stats',
  id,
  sent: 1,
  received: 1,
  matched: 1,
  late: 0,
  duplicate: 0,
  unmatched: 0,
  malformed: 0,
  pending: 0,
  rejected: 0,
  dropped: 0,
});

const onHello = {
  'no-privilege': () => {
    say({ event: 'fatal', code: 'no-privilege', message: 'Operation not permitted' });
    process.exit(3);
  },
  'socket-failed': () => {
    say({ event: 'fatal', code: 'socket-failed', message: 'no buffer space' });
    process.exit(3);
  },
  garbage: () => say('this is no JSON'),
  binary: () => process.stdout.write(Buffer.from([0, 255, 254, 10, 13, 10])),
  'wrong-first': (id) => say(stats(id)),
  'endless-line': () => process.stdout.write('x'.repeat(100_000)),
  'prototype-games': () => say('{"event":"hello","__proto__":{"id":1}}'),
  'old-protocol': (id) => say(hello(id, { protocol: 99 })),
  'no-probe': (id) => say(hello(id, { features: ['hello', 'echo', 'cancel', 'stats'] })),
  'no-echo': (id) => say(hello(id, { features: ['hello'] })),
  mute: () => undefined,
  'dies-at-once': () => {
    process.stderr.write('cannot open shared object\n');
    process.exit(127);
  },
  environment: (id) => say(hello(id, { version: Object.keys(process.env).sort().join(',').slice(0, 40) })),
};

const onEcho = {
  twice: (id) => {
    say(echo(id));
    say(echo(id, { rttMs: 2.5 }));
  },
  'late-first': (id) => {
    say({ event: 'late', id, rttMs: 5, from: '127.0.0.1' });
    say(echo(id));
  },
  late: (id) => {
    say(echo(id, { outcome: 'lost', rttMs: null, from: null, ttl: null }));
    say({ event: 'late', id, rttMs: 5, from: '127.0.0.1' });
    say({ event: 'duplicate', id, rttMs: 6, from: '127.0.0.1' });
  },
  refuses: (id) => say({ event: 'error', id, code: 'rate-limited', message: 'slower' }),
  'foreign-ids': (id) => {
    say(echo(id + 1000));
    say(echo(id));
  },
  'garbage-later': (id) => {
    for (let line = 0; line < 10; line += 1) say('{"event":"echo"');
    say(echo(id));
  },
  flood: () => {
    for (let line = 0; line < 5000; line += 1) say(echo(1_000_000 + line));
  },
  'dies-later': () => process.kill(process.pid, 'SIGKILL'),
  'fatal-later': () => say({ event: 'fatal', code: 'socket-failed', message: 'the socket is gone' }),
  'never-answers': () => undefined,
};

const onProbe = {
  twice: (id) => {
    say(probe(id));
    say(probe(id, { answer: answer({ rttMs: 9 }) }));
  },
  'late-first': (id) => {
    say({ event: 'probe-again', id, kind: 'late', answer: answer() });
    say(probe(id));
  },
  late: (id) => {
    say(probe(id, { outcome: 'lost', answer: null }));
    say({ event: 'probe-again', id, kind: 'late', answer: answer() });
    say({ event: 'probe-again', id, kind: 'duplicate', answer: answer() });
  },
  refuses: (id) => say({ event: 'error', id, code: 'rate-limited', message: 'slower' }),
  'as-echo': (id) => {
    say(echo(id));
    say(probe(id));
  },
  'too-much': (id) => {
    say(
      probe(id, {
        answer: answer({ mpls: Array(9).fill({ label: 1, trafficClass: 0, bottomOfStack: true, ttl: 1 }) }),
      }),
    );
    say(probe(id));
  },
  'never-answers': () => undefined,
};

const encapsulated = (id, over = {}) => ({
  ...probe(id),
  event: 'encapsulated',
  answer: { ...answer(), layer: 1 },
  ...over,
});

const train = (id, over = {}) => ({
  ...probe(id),
  event: 'train',
  answer: { ...answer(), fragmented: true },
  ...over,
});
const onTrain = {
  late: (id) => {
    say(train(id, { outcome: 'lost', answer: null }));
    say({ event: 'train-again', id, kind: 'late', answer: { ...answer(), fragmented: null } });
  },
  refuses: (id) => say({ event: 'error', id, code: 'rate-limited', message: 'slower' }),
  'as-echo': (id) => {
    say(probe(id));
    say(train(id));
  },
  'never-answers': () => undefined,
};

const onPath = {
  'open-path': ({ id }) => say({ event: 'path-opened', id, source: '198.51.100.9' }),
  'close-path': ({ id, path }) => say({ event: 'path-closed', id, path, reason: 'asked', from: null }),
  encapsulated: ({ id }) => say(encapsulated(id)),
};
const onPathAs = {
  'refuses-paths': {
    'open-path': ({ id }) => say({ event: 'error', id, code: 'no-route', message: 'no way' }),
  },
  'path-dies': { encapsulated: () => process.kill(process.pid, 'SIGKILL') },
  'opening-dies': { 'open-path': () => process.kill(process.pid, 'SIGKILL') },
  'never-answers': { encapsulated: () => undefined },
};

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const command = JSON.parse(line);
    const { op, id, target } = command;
    if (op === 'hello') (onHello[manner] ?? (() => say(hello(id))))(id);
    else if (op === 'echo') (onEcho[manner] ?? (() => say(echo(id))))(id);
    else if (op === 'probe') (onProbe[manner] ?? (() => say(probe(id))))(id);
    else if (op === 'train') (onTrain[manner] ?? (() => say(train(id))))(id);
    else if (op in onPath) (onPathAs[manner]?.[op] ?? onPath[op])(command);
    else if (op === 'cancel' && manner === 'never-answers') {
      say(probe(target, { outcome: 'cancelled', answer: null }));
      say({ event: 'cancelled', id, target, found: true });
    } else if (op === 'cancel') process.stderr.write(`cancel ${id}\n`);
    else if (op === 'stats') say(stats(id));
  })
  .on('close', () => {
    if (manner !== 'will-not-go') process.exit(0);
  });

if (manner === 'will-not-go') {
  process.on('SIGTERM', () => undefined);
  setInterval(() => undefined, 1000);
}
