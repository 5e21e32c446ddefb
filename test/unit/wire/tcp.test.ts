import { describe, expect, test } from 'vitest';
import { emitTcpOptions, parseTcpOptions } from '../../../helper/wire/option/tcp-option.ts';
import { emitTcp, parseTcp, TCP_FLAG, tcpBufferLength } from '../../../helper/wire/tcp.ts';
import { isWireError } from '../../../helper/wire/wire-error.ts';
import { CLIENT4, dirty, embedded, hex, patched, prefixes, ROUTER4 } from './golden.ts';

const ENDS = { source: CLIENT4, destination: CLIENT4 };

/** As a Linux kernel opens a connection. */
const SYN = hex(`
  9c41 0050     // ports 40001 -> 80
  b3cd1aeb      // sequence
  00000000      // acknowledgement
  a 0 02        // header of 10 words, SYN
  ffd7 2c3e     // window, checksum
  0000          // urgent pointer
  02 04 ffd7                    // MSS 65495
  04 02                         // SACK permitted
  08 0a 6211d064 00000000       // timestamps
  01 03 03 0a                   // no operation, window scale 10
`);

const OPTIONS = [
  { option: 'mss', size: 65_495 },
  { option: 'sack-permitted' },
  { option: 'timestamps', value: 0x6211d064, echo: 0 },
  { option: 'no-operation' },
  { option: 'window-scale', shift: 10 },
] as const;

describe('parseTcp', () => {
  test('reads every field', () => {
    expect(parseTcp(embedded(SYN), ENDS)).toEqual({
      sourcePort: 40_001,
      destinationPort: 80,
      sequence: 0xb3cd1aeb,
      acknowledgement: 0,
      flags: TCP_FLAG.syn,
      reserved: 0,
      window: 0xffd7,
      checksum: 0x2c3e,
      urgent: 0,
      optionBytes: SYN.subarray(20),
      options: OPTIONS,
      payload: hex(''),
    });
  });

  test('every shorter piece is truncated', () => {
    for (const piece of prefixes(SYN)) {
      expect(parseTcp(piece, null), `${piece.length} bytes`).toMatchObject({ error: 'truncated' });
    }
  });

  test.each([
    ['a header of 4 words', { 12: 0x40 }, 'bad-length', 'tcp.data-offset'],
    ['a header of 0 words', { 12: 0x00 }, 'bad-length', 'tcp.data-offset'],
    ['a header longer than the segment', { 12: 0xb0 }, 'truncated', 'tcp.options'],
    ['an option of length 0', { 21: 0 }, 'bad-length', 'tcp.options'],
    ['an option beyond the header', { 38: 4 }, 'truncated', 'tcp.options'],
  ] as const)('%s', (_, changes, error, at) => {
    expect(parseTcp(patched(SYN, changes), null)).toEqual({ error, at });
  });

  test('refuses a wrong checksum and one for other addresses', () => {
    const fault = { error: 'bad-checksum', at: 'tcp.checksum' };
    expect(parseTcp(patched(SYN, { 17: 0x3f }), ENDS)).toEqual(fault);
    expect(parseTcp(SYN, { source: CLIENT4, destination: ROUTER4 })).toEqual(fault);
  });

  test('keeps reserved bits and the payload', () => {
    const segment = { sourcePort: 1, destinationPort: 2, sequence: 3, flags: 0xff, reserved: 0x0f };
    const bytes = emitTcp({ ...segment, payload: hex('010203') }, ENDS, dirty(23));
    expect(parseTcp(bytes, ENDS)).toMatchObject({ ...segment, payload: hex('010203') });
  });
});

describe('emitTcp', () => {
  test('writes over garbage, the checksum computed or given', () => {
    const segment = parseTcp(SYN, ENDS);
    if (isWireError(segment)) throw new Error(segment.at);
    const room = dirty(SYN.length);
    expect(emitTcp(segment, ENDS, room)).toEqual(SYN);
    expect(room.subarray(SYN.length)).toEqual(dirty(0));
    expect(emitTcp(segment, null, dirty(SYN.length))).toEqual(SYN);
    expect(tcpBufferLength(segment)).toBe(SYN.length);
  });

  test('has zeros for what is left out', () => {
    const segment = { sourcePort: 1, destinationPort: 2, sequence: 3, flags: TCP_FLAG.rst };
    expect(emitTcp(segment, null, dirty(20))).toEqual(
      hex('0001 0002 00000003 00000000 50 04 0000 0000 0000'),
    );
  });

  test('pads options over garbage', () => {
    const segment = { sourcePort: 1, destinationPort: 2, sequence: 3, flags: TCP_FLAG.syn };
    const bytes = emitTcp({ ...segment, optionBytes: hex('0402') }, ENDS, dirty(24));
    expect(bytes.subarray(20)).toEqual(hex('04020000'));
    expect(parseTcp(bytes, ENDS)).toMatchObject({ options: [{ option: 'sack-permitted' }] });
  });

  test('refuses what does not fit', () => {
    const segment = { sourcePort: 1, destinationPort: 2, sequence: 3, flags: 0 };
    expect(() => emitTcp({ ...segment, optionBytes: new Uint8Array(41) }, ENDS)).toThrow(RangeError);
    expect(() => emitTcp(segment, ENDS, new Uint8Array(19))).toThrow(RangeError);
  });
});

describe('options', () => {
  test('are written as they were read', () => {
    expect(emitTcpOptions(OPTIONS)).toEqual(SYN.subarray(20));
  });

  test('that are unknown, or of a strange length, stay as bytes', () => {
    const bytes = hex('fd04 f989  0203 ff  0300');
    expect(parseTcpOptions(bytes)).toMatchObject({ error: 'bad-length' });
    expect(parseTcpOptions(hex('fd04f989 0203ff 00'))).toEqual([
      { option: 'unknown', type: 253, data: hex('f989') },
      { option: 'unknown', type: 2, data: hex('ff') },
    ]);
    expect(emitTcpOptions([{ option: 'unknown', type: 253, data: hex('f989') }])).toEqual(hex('fd04f989'));
  });
});
