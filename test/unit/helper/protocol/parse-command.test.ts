import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../helper/protocol/limits.ts';
import { parseCommand } from '../../../../helper/protocol/parse.ts';

const ECHO = { op: 'echo', id: 7, address: '192.0.2.1', size: 56, ttl: 64, timeoutMs: 1000 };
const PROBE = {
  op: 'probe',
  id: 7,
  method: 'udp',
  address: '192.0.2.1',
  ttl: 3,
  flow: 0,
  port: 33_434,
  size: 64,
  timeoutMs: 1000,
};
const OPEN = { op: 'open-path', id: 7, addresses: ['192.0.2.1', '192.0.2.2'] };
const ENCAPSULATED = {
  op: 'encapsulated',
  id: 8,
  path: 7,
  via: [0, 1, 0],
  inner: 'echo-reply',
  end: null,
  ttl: 64,
  size: 0,
  timeoutMs: 1000,
};
const parse = (value: unknown) => parseCommand(JSON.stringify(value));
const refused = (line: string) => {
  const result = parseCommand(line);
  return 'event' in result ? { id: result.id, code: result.code } : result.op;
};

describe('commands', () => {
  test.each([
    [{ op: 'hello', id: 0, protocol: 1 }],
    [ECHO],
    [{ ...ECHO, address: 'fe80::1%eth0' }],
    [PROBE],
    [{ ...PROBE, method: 'icmp', address: 'fe80::1%eth0', port: 0 }],
    [{ ...PROBE, method: 'tcp', address: '2001:db8::1', port: 443 }],
    [OPEN],
    [{ ...OPEN, addresses: ['2001:db8::1'] }],
    [{ op: 'close-path', id: 8, path: 7 }],
    [ENCAPSULATED],
    [{ ...ENCAPSULATED, inner: 'echo-request', end: 1 }],
    [{ op: 'cancel', id: 8, target: 7 }],
    [{ op: 'stats', id: LIMITS.idMax }],
  ])('%j is understood', (command) => {
    expect(parse(command)).toEqual(command);
  });

  test('blanks and a carriage return around the object are JSON', () => {
    expect(parseCommand(' {"op": "stats", "id": 1} \r')).toEqual({ op: 'stats', id: 1 });
  });

  test.each([
    '',
    ' ',
    '{',
    'null',
    'true',
    '5',
    '"hello"',
    '[]',
    '[{"op":"stats","id":1}]',
    '{"op":1}{',
    '\u0000',
  ])('%j is bad-json', (line) => {
    expect(refused(line)).toEqual({ id: null, code: 'bad-json' });
  });

  test.each([
    [{ op: 'traceroute', id: 3 }, 'unknown-op'],
    [{ op: 'toString', id: 3 }, 'unknown-op'],
    [{ op: '__proto__', id: 3 }, 'unknown-op'],
    [{ op: 'constructor', id: 3 }, 'unknown-op'],
    [{ op: '', id: 3 }, 'unknown-op'],
    [{ id: 3 }, 'bad-field'],
    [{ op: null, id: 3 }, 'bad-field'],
    [{ op: ['stats'], id: 3 }, 'bad-field'],
    [{ op: 'stats', id: 3, extra: 1 }, 'bad-field'],
    [{ op: 'hello', id: 3 }, 'bad-field'],
    [{ op: 'hello', id: 3, protocol: '1' }, 'bad-field'],
    [{ op: 'hello', id: 3, protocol: 65_536 }, 'out-of-range'],
    [{ op: 'cancel', id: 3 }, 'bad-field'],
    [{ op: 'cancel', id: 3, target: -1 }, 'out-of-range'],
    [{ ...ECHO, id: 3, address: 5 }, 'bad-field'],
    [{ ...ECHO, id: 3, address: 'localhost' }, 'bad-field'],
    [{ ...ECHO, id: 3, address: '224.0.0.1' }, 'out-of-range'],
    [{ ...ECHO, id: 3, ttl: 1.5 }, 'bad-field'],
    [{ ...ECHO, id: 3, ttl: null }, 'bad-field'],
    [{ ...PROBE, id: 3, method: 'sctp' }, 'bad-field'],
    [{ ...PROBE, id: 3, method: 17 }, 'bad-field'],
    [{ ...PROBE, id: 3, method: undefined }, 'bad-field'],
    [{ ...PROBE, id: 3, address: '255.255.255.255' }, 'out-of-range'],
    [{ ...PROBE, id: 3, address: '2001:db8::1%eth0' }, 'out-of-range'],
    [{ ...PROBE, id: 3, port: '80' }, 'bad-field'],
    [{ ...PROBE, id: 3, source: '192.0.2.9' }, 'bad-field'],
    [{ ...PROBE, id: 3, payload: 'AAAA' }, 'bad-field'],
    [{ ...PROBE, id: 3, sourcePort: 53 }, 'bad-field'],
    [{ ...OPEN, id: 3, addresses: '192.0.2.1' }, 'bad-field'],
    [{ ...OPEN, id: 3, addresses: [5] }, 'bad-field'],
    [{ ...OPEN, id: 3, addresses: ['localhost'] }, 'bad-field'],
    [{ ...OPEN, id: 3, addresses: ['192.0.2.1', '224.0.0.1'] }, 'out-of-range'],
    [{ ...OPEN, id: 3, addresses: Array(LIMITS.pathAddresses + 1).fill('192.0.2.1') }, 'bad-field'],
    [{ ...OPEN, id: 3, source: '192.0.2.9' }, 'bad-field'],
    [{ op: 'close-path', id: 3 }, 'bad-field'],
    [{ ...ENCAPSULATED, id: 3, via: 0 }, 'bad-field'],
    [{ ...ENCAPSULATED, id: 3, via: ['192.0.2.1'] }, 'bad-field'],
    [{ ...ENCAPSULATED, id: 3, via: [0.5] }, 'bad-field'],
    [{ ...ENCAPSULATED, id: 3, via: [-1] }, 'out-of-range'],
    [{ ...ENCAPSULATED, id: 3, via: [LIMITS.pathAddresses] }, 'out-of-range'],
    [{ ...ENCAPSULATED, id: 3, via: Array(2 * LIMITS.pathAddresses).fill(0) }, 'bad-field'],
    [{ ...ENCAPSULATED, id: 3, inner: 'udp' }, 'bad-field'],
    [{ ...ENCAPSULATED, id: 3, inner: undefined }, 'bad-field'],
    [{ ...ENCAPSULATED, id: 3, end: '192.0.2.1' }, 'bad-field'],
    [{ ...ENCAPSULATED, id: 3, end: LIMITS.pathAddresses }, 'out-of-range'],
    [{ ...ENCAPSULATED, id: 3, end: undefined }, 'bad-field'],
    [{ ...ENCAPSULATED, id: 3, source: '192.0.2.9' }, 'bad-field'],
    [{ ...ENCAPSULATED, id: 3, payload: 'AAAA' }, 'bad-field'],
  ])('%j is answered with its id', (command, code) => {
    expect(refused(JSON.stringify(command))).toEqual({ id: 3, code });
  });

  test.each([
    [{ op: 'stats' }, 'bad-field'],
    [{ op: 'stats', id: -1 }, 'out-of-range'],
    [{ op: 'stats', id: LIMITS.idMax + 1 }, 'out-of-range'],
    [{ op: 'stats', id: 1.5 }, 'bad-field'],
    [{ op: 'stats', id: '1' }, 'bad-field'],
    [{ op: 'stats', id: null }, 'bad-field'],
    [{ op: 'stats', id: [1] }, 'bad-field'],
  ])('%j has no id to answer with', (command, code) => {
    expect(refused(JSON.stringify(command))).toEqual({ id: null, code });
  });

  test('numbers beyond what JSON keeps are refused', () => {
    expect(refused('{"op":"stats","id":1e400}')).toEqual({ id: null, code: 'bad-field' });
    expect(refused('{"op":"stats","id":99999999999999999999}')).toEqual({ id: null, code: 'out-of-range' });
  });

  test('a field called __proto__ or inherited is neither a field nor a way around one', () => {
    expect(refused('{"op":"stats","id":3,"__proto__":{}}')).toEqual({ id: 3, code: 'bad-field' });
    expect(refused('{"__proto__":{"op":"stats","id":3}}')).toEqual({ id: null, code: 'bad-field' });
    expect(refused('{"op":"stats","__proto__":{"id":3}}')).toEqual({ id: null, code: 'bad-field' });
    expect(refused('{"op":"stats","id":3,"toString":1}')).toEqual({ id: 3, code: 'bad-field' });
  });

  test('foreign text in a message is cut and escaped', () => {
    const result = parse({ op: `\n${'x'.repeat(3000)}`, id: 3 });
    expect('message' in result && result.message).toBe(`unknown op "\\n${'x'.repeat(39)}..."`);
  });
});

describe('limits, at the edge and past it', () => {
  const edges = [
    ['size', LIMITS.sizeMin, LIMITS.sizeMax],
    ['ttl', LIMITS.ttlMin, LIMITS.ttlMax],
    ['timeoutMs', LIMITS.timeoutMinMs, LIMITS.timeoutMaxMs],
    ['id', 0, LIMITS.idMax],
  ] as const;
  test.each(edges)('%s', (name, min, max) => {
    expect(parse({ ...ECHO, [name]: min })).toHaveProperty('op', 'echo');
    expect(parse({ ...ECHO, [name]: max })).toHaveProperty('op', 'echo');
    for (const value of [min - 1, max + 1, -1, 2 ** 53]) {
      expect(parse({ ...ECHO, [name]: value })).toHaveProperty('code', 'out-of-range');
    }
  });

  const probeEdges = [
    ['size', LIMITS.probeSizeMin, LIMITS.probeSizeMax],
    ['ttl', LIMITS.ttlMin, LIMITS.ttlMax],
    ['flow', 0, LIMITS.flowMax],
    ['port', 0, 0xffff],
    ['timeoutMs', LIMITS.timeoutMinMs, LIMITS.timeoutMaxMs],
    ['id', 0, LIMITS.idMax],
  ] as const;
  const encapsulatedEdges = [
    ['size', 0, LIMITS.probeSizeMax],
    ['ttl', LIMITS.ttlMin, LIMITS.ttlMax],
    ['end', 0, LIMITS.pathAddresses - 1],
    ['path', 0, LIMITS.idMax],
    ['timeoutMs', LIMITS.timeoutMinMs, LIMITS.timeoutMaxMs],
    ['id', 0, LIMITS.idMax],
  ] as const;
  test.each(encapsulatedEdges)('%s of a packet in IP-in-IP', (name, min, max) => {
    expect(parse({ ...ENCAPSULATED, [name]: min })).toHaveProperty('op', 'encapsulated');
    expect(parse({ ...ENCAPSULATED, [name]: max })).toHaveProperty('op', 'encapsulated');
    for (const value of [min - 1, max + 1, 2 ** 53]) {
      expect(parse({ ...ENCAPSULATED, [name]: value })).toHaveProperty('code', 'out-of-range');
    }
  });

  const TRAIN = {
    ...{ op: 'train', id: 1, address: '192.0.2.1', fragments: 4 },
    ...{ spacingMs: 500, ttl: 64, timeoutMs: 1000 },
  };
  const trainEdges = [
    ['fragments', 1, LIMITS.trainFragmentsMax],
    ['spacingMs', LIMITS.trainSpacingMinMs, LIMITS.trainSpacingMaxMs],
    ['ttl', LIMITS.ttlMin, LIMITS.ttlMax],
    ['timeoutMs', LIMITS.timeoutMinMs, LIMITS.timeoutMaxMs],
    ['id', 0, LIMITS.idMax],
  ] as const;
  test.each(trainEdges)('%s of a train', (name, min, max) => {
    expect(parse({ ...TRAIN, [name]: min })).toHaveProperty('op', 'train');
    expect(parse({ ...TRAIN, [name]: max })).toHaveProperty('op', 'train');
    for (const value of [min - 1, max + 1, 2 ** 53]) {
      expect(parse({ ...TRAIN, [name]: value })).toHaveProperty('code', 'out-of-range');
    }
    expect(parse({ ...TRAIN, [name]: 1.5 })).toHaveProperty('code', 'bad-field');
    expect(parse({ ...TRAIN, size: 64 })).toHaveProperty('code', 'bad-field');
  });

  test('the longest path, out and back, fits a line', () => {
    const addresses = Array.from({ length: LIMITS.pathAddresses }, (_, nth) =>
      ['2001:db8:1234:5678:9abc:def0:1234', (0x1000 + nth).toString(16)].join(':'),
    );
    const out = addresses.map((_, place) => place);
    const via = [...out, ...out.slice(0, -1).toReversed()];
    const lines = [
      { ...OPEN, id: LIMITS.idMax, addresses },
      { ...ENCAPSULATED, id: LIMITS.idMax, via },
    ];
    for (const line of lines) {
      expect(parse(line)).toEqual(line);
      expect(JSON.stringify(line).length).toBeLessThan(LIMITS.lineBytes);
    }
  });

  test.each(probeEdges)('%s of a probe', (name, min, max) => {
    expect(parse({ ...PROBE, [name]: min })).toHaveProperty('op', 'probe');
    expect(parse({ ...PROBE, [name]: max })).toHaveProperty('op', 'probe');
    for (const value of [min - 1, max + 1, -1, 2 ** 53]) {
      expect(parse({ ...PROBE, [name]: value })).toHaveProperty('code', 'out-of-range');
    }
  });
});
