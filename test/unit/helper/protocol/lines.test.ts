import { describe, expect, test } from 'vitest';
import { createLineSplitter, type Line } from '../../../../helper/protocol/lines.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const shown = (lines: readonly Line[]): string[] =>
  lines.map((line) => (line.kind === 'line' ? new TextDecoder().decode(line.bytes) : `<${line.kind}>`));

describe('line splitter', () => {
  test('several lines in a chunk, and a line over several chunks', () => {
    const splitter = createLineSplitter(100);
    expect(shown(splitter.push(bytes('one\ntwo\nth')))).toEqual(['one', 'two']);
    expect(splitter.partial).toBe(2);
    expect(shown(splitter.push(bytes('re')))).toEqual([]);
    expect(shown(splitter.push(bytes('e\n')))).toEqual(['three']);
    expect(splitter.partial).toBe(0);
  });

  test('a character split between chunks stays whole', () => {
    const splitter = createLineSplitter(100);
    const [first, ...rest] = [...bytes('ü€😀\n')];
    expect(splitter.push(Uint8Array.of(first ?? 0))).toEqual([]);
    const lines = rest.flatMap((byte) => [...splitter.push(Uint8Array.of(byte))]);
    expect(shown(lines)).toEqual(['ü€😀']);
  });

  test('a carriage return stays, an empty line is a line', () => {
    expect(shown(createLineSplitter(10).push(bytes('a\r\n\n\r\n')))).toEqual(['a\r', '', '\r']);
  });

  test('the bound counts the newline: at it, and one past it', () => {
    expect(shown(createLineSplitter(5).push(bytes('1234\n')))).toEqual(['1234']);
    expect(shown(createLineSplitter(5).push(bytes('12345\n')))).toEqual(['<too-long>']);
    expect(shown(createLineSplitter(5).push(bytes('1234')))).toEqual([]);
  });

  test('a line too long is told once, as soon as it is known, and skipped to its end', () => {
    const splitter = createLineSplitter(5);
    expect(shown(splitter.push(bytes('123')))).toEqual([]);
    expect(shown(splitter.push(bytes('45')))).toEqual(['<too-long>']);
    expect(splitter.partial).toBe(0);
    expect(shown(splitter.push(bytes('6'.repeat(100_000))))).toEqual([]);
    expect(shown(splitter.push(bytes('7\nok\n')))).toEqual(['ok']);
  });

  test('lines handed out do not change when more arrives', () => {
    const splitter = createLineSplitter(100);
    const chunk = bytes('first\n');
    const lines = splitter.push(chunk);
    chunk.fill(0);
    splitter.push(bytes('other\n'));
    expect(shown(lines)).toEqual(['first']);
  });
});
