import type { Command } from '../../../../helper/protocol/messages.ts';

/** Numbers from 0 to under `below`, always the same ones of a seed (xorshift32, Marsaglia 2003). */
export type Numbers = (below: number) => number;

export function numbersOf(seed: number): Numbers {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const ADDRESSES = ['127.0.0.1', '::1', '203.0.113.9', '2001:db8:2::9'];
const PATHS = 4;

/** Commands that would be done, each with an id of its own, but for the paths. */
const VALID: readonly ((id: number, numbers: Numbers) => Command)[] = [
  (id) => ({ op: 'hello', id, protocol: 1 }),
  (id, numbers) => ({
    op: 'echo',
    id,
    address: pick(ADDRESSES, numbers),
    size: 16 + numbers(1400),
    ttl: 1 + numbers(255),
    timeoutMs: 100,
  }),
  (id, numbers) => ({
    op: 'probe',
    id,
    method: pick(['udp', 'icmp', 'tcp'], numbers),
    address: pick(ADDRESSES, numbers),
    ttl: 1 + numbers(255),
    flow: numbers(4096),
    port: 33434,
    size: 64,
    timeoutMs: 100,
  }),
  (_, numbers) => ({ op: 'open-path', id: numbers(PATHS), addresses: ['203.0.113.1', '203.0.113.2'] }),
  (id, numbers) => ({
    op: 'encapsulated',
    id,
    path: numbers(PATHS),
    via: [0, 1],
    inner: 'echo-reply',
    end: null,
    ttl: 1 + numbers(255),
    size: 0,
    timeoutMs: 100,
  }),
  (id) => ({ op: 'cancel', id, target: 2 }),
  (_, numbers) => ({ op: 'close-path', id: numbers(PATHS), path: numbers(PATHS) }),
  (id) => ({ op: 'stats', id }),
];

const valid = (numbers: Numbers): Command => pick(VALID, numbers)(PATHS + numbers(0x7fff_0000), numbers);

/** What a field is overwritten with; JSON text, so that some of it need not be JSON. */
const VALUES = [
  '-1',
  '0',
  '1e308',
  '1e999',
  '9007199254740993',
  '-0',
  '0.5',
  '00',
  'null',
  'true',
  'NaN',
  '""',
  '"\\u0000"',
  '"\\ud800"',
  '[]',
  '[[[[]]]]',
  '{}',
  '{"__proto__":{"op":"hello"}}',
  '"127.0.0.1; id"',
  '"fe80::1%../../etc"',
  '"203.0.113.9"',
  '"2001:db8:2::9"',
  '["203.0.113.9","203.0.113.10"]',
  '"0.0.0.0"',
  '"224.0.0.1"',
  '"::ffff:127.0.0.1"',
  '"2130706433"',
  '"echo"',
  '[0,0,0,0,0]',
  '"\\n"',
  "'x'",
];

const text = (value: unknown): string => JSON.stringify(value) ?? 'null';

function pick<T>(of: readonly [T, ...T[]] | readonly T[], numbers: Numbers): T {
  const one = of[numbers(of.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

/** A valid command, mostly with one field overwritten, left out, doubled or added. */
function mutated(numbers: Numbers): string {
  const fields = Object.entries(valid(numbers)).map(([name, value]) => [name, text(value)] as const);
  const at = numbers(fields.length);
  const changed = fields.flatMap(([name, value], index) => {
    const field = `"${name}":${value}`;
    if (index !== at) return [field];
    const other = `"${name}":${pick(VALUES, numbers)}`;
    return pick(
      [[field], [other], [], [field, other], [other, field], [field, `"__proto__":${value}`]],
      numbers,
    );
  });
  return `{${changed.join(',')}}\n`;
}

function noise(numbers: Numbers): Uint8Array {
  return Uint8Array.from({ length: 1 + numbers(300) }, () => numbers(256));
}

function half(numbers: Numbers): string {
  const whole = text(valid(numbers));
  return `${whole.slice(0, 1 + numbers(whole.length))}${pick(['\n', '\r\n', '\0\n', '', '\n\n\n'], numbers)}`;
}

const huge = (numbers: Numbers): string =>
  `{"op":"${pick(['a', '[', '\\u00', ' '], numbers).repeat(numbers(6000))}\n`;

/** Deep, so that whoever reads it by recursion pays for it. */
const deep = (numbers: Numbers): string => `${pick(['[', '{"a":'], numbers).repeat(numbers(1500))}\n`;

/** At least `bytes` bytes of lines that a client never sends, in parts; the same of the same seed. */
export function* hostileBytes(seed: number, bytes: number): Generator<Uint8Array> {
  const numbers = numbersOf(seed);
  const often = [mutated, mutated, mutated, noise, half];
  const kinds = [...Array.from({ length: 6 }, () => often).flat(), deep, huge];
  for (let made = 0; made < bytes; ) {
    const part = pick(kinds, numbers)(numbers);
    const chunk = typeof part === 'string' ? Buffer.from(part) : part;
    made += chunk.length;
    yield chunk;
  }
}
