import { PassThrough, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bar, sparkline } from '../../../main/cli/terminal/bars.ts';
import { clip } from '../../../main/cli/terminal/clip.ts';
import { LiveRegion } from '../../../main/cli/terminal/live-region.ts';
import { lostOutput } from '../../../main/cli/terminal/lost-output.ts';
import { createOutput, UNREAD_BYTES } from '../../../main/cli/terminal/output.ts';
import { table, visibleWidth } from '../../../main/cli/terminal/table.ts';
import { describeTerminal, paint, printable, shape } from '../../../main/cli/terminal/terminal.ts';
import { problemLine } from '../../../main/settings/problem.ts';
import { ASCII, COLOURED, capture, PLAIN } from './capture.ts';

const facts = {
  isTty: true,
  columns: 120,
  rows: 40,
  platform: 'linux',
  env: { LANG: 'C.UTF-8' },
  ascii: false,
} as const;

describe('what a terminal can show', () => {
  test('a terminal is live and coloured, a pipe is neither', () => {
    expect(describeTerminal(facts)).toEqual({
      live: true,
      colour: true,
      unicode: true,
      columns: 120,
      rows: 40,
    });
    expect(describeTerminal({ ...facts, isTty: false })).toMatchObject({
      live: false,
      colour: false,
      unicode: true,
    });
  });

  test('NO_COLOR takes the colour and nothing else; empty it means nothing', () => {
    const env = { ...facts.env, NO_COLOR: '1' };
    expect(describeTerminal({ ...facts, env })).toMatchObject({ live: true, colour: false });
    expect(describeTerminal({ ...facts, env: { ...env, NO_COLOR: '' } })).toMatchObject({ colour: true });
  });

  test('a dumb terminal is no terminal', () => {
    const env = { ...facts.env, TERM: 'dumb' };
    expect(describeTerminal({ ...facts, env })).toMatchObject({ live: false, colour: false, unicode: false });
  });

  test.each([
    [{}, false],
    [{ LANG: 'C' }, false],
    [{ LANG: 'de_DE.utf8' }, true],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, false],
    [{ LANG: 'C', LC_CTYPE: 'C.UTF-8' }, true],
    [{ LANG: 'C.UTF-8', LC_ALL: '' }, true],
  ])('the locale %j: Unicode %s', (env, unicode) => {
    expect(describeTerminal({ ...facts, env }).unicode).toBe(unicode);
    expect(describeTerminal({ ...facts, env, ascii: true }).unicode).toBe(false);
  });

  test('a terminal that tells no height has 24 rows; a pipe has no end', () => {
    expect(describeTerminal({ ...facts, rows: undefined }).rows).toBe(24);
    expect(describeTerminal({ ...facts, rows: 2 }).rows).toBe(8);
    expect(describeTerminal({ ...facts, isTty: false }).rows).toBe(Number.POSITIVE_INFINITY);
  });

  test('a terminal that tells no width has 80 columns, a very narrow one is drawn as 40', () => {
    expect(describeTerminal({ ...facts, columns: undefined }).columns).toBe(80);
    expect(describeTerminal({ ...facts, columns: 7 }).columns).toBe(40);
  });
});

describe('signs', () => {
  test('colour only where there is colour, shapes in both alphabets', () => {
    expect(paint(PLAIN, 'down', 'x')).toBe('x');
    expect(paint(COLOURED, 'down', 'x')).toBe('\u001b[31mx\u001b[0m');
    expect(shape(PLAIN, 'down')).toBe('☒');
    expect(shape(ASCII, 'down')).toBe('[x]');
  });

  test('text from outside can not act on the terminal', () => {
    expect(printable('a\u001b[2Jb\u009b1mc\u202ed\r\n')).toBe('a?[2Jb?1mc?d??');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}]/u);
      }),
    );
  });

  test('bars: nothing measured is empty, zero is the floor, the largest is full', () => {
    expect(sparkline(PLAIN, [null, 0, 50, 100], 100)).toBe(' ▁▅█');
    expect(sparkline(ASCII, [null, 0, 50, 100], 100)).toBe(' _+#');
    expect(sparkline(PLAIN, [0, 0], 0)).toBe('▁▁');
    expect(bar(ASCII, 1, 1000, 10)).toBe('#');
    expect(bar(ASCII, 500, 1000, 10)).toBe('#####');
    expect(bar(ASCII, null, 1000, 10)).toBe('');
  });
});

describe('tables', () => {
  test('columns are aligned whatever their colours, without trailing spaces', () => {
    const lines = table(
      [
        { head: 'kind', align: 'left' },
        { head: 'ms', align: 'right' },
        { head: '', align: 'left' },
      ],
      [
        ['tcp4', paint(COLOURED, 'down', '5'), ''],
        ['icmp4', '12.5', 'x'],
      ],
    );
    expect(lines).toEqual(['kind     ms', 'tcp4      \u001b[31m5\u001b[0m', 'icmp4  12.5  x']);
  });

  test('no heads, no head line', () => {
    expect(table([{ head: '', align: 'left' }], [['a']])).toEqual(['a']);
    expect(table([{ head: 'h', align: 'left' }], [])).toEqual(['h']);
  });
});

describe('clip', () => {
  test('colours take no room and are ended where the text is cut', () => {
    expect(clip('\u001b[31mred\u001b[0m and more', 6)).toBe('\u001b[31mred\u001b[0m an\u001b[0m');
    expect(clip('short', 10)).toBe('short');
    expect(clip('plain text', 5)).toBe('plain');
  });

  test('never wider than asked', () => {
    const text = fc
      .array(fc.constantFrom('a', 'é', '●', ' ', '\u001b[31m', '\u001b[0m'), { maxLength: 60 })
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, fc.nat({ max: 50 }), (line, columns) => {
        expect(visibleWidth(clip(line, columns))).toBe(Math.min(columns, visibleWidth(line)));
      }),
    );
  });
});

describe('the live region', () => {
  test('is redrawn in place, stays below what is printed, and goes', () => {
    const output = capture();
    const region = new LiveRegion(output);
    region.show(['one', 'two']);
    region.print('event');
    region.show(['three']);
    region.clear();
    region.clear();
    const up2 = '\u001b[2A\r\u001b[J';
    expect(output.text()).toBe(`one\ntwo\n${up2}event\none\ntwo\n${up2}three\n\u001b[1A\r\u001b[J`);
  });
});

const failure = (code: string): Error => Object.assign(new Error(code), { code });

describe('an output whose reader has gone', () => {
  test('is told, and takes no more', () => {
    const stream = new PassThrough();
    const output = createOutput(stream);
    output.json({ a: 1 });
    stream.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    output.line('more');
    expect(output.closed.aborted).toBe(true);
    expect(String(stream.read())).toBe('{"a":1}\n');
  });

  test('is no fault', () => {
    const faults: string[] = [];
    const stream = new PassThrough();
    createOutput(stream, (code) => faults.push(code));
    stream.emit('error', failure('EPIPE'));
    expect(faults).toEqual([]);
  });

  test.each([
    ['a terminal', true, []],
    ['a file on a broken disk', false, ['EIO']],
  ] as const)('EIO of %s', (_, isTTY, told) => {
    const faults: string[] = [];
    const stream = Object.assign(new PassThrough(), { isTTY });
    const output = createOutput(stream, (code) => faults.push(code));
    stream.emit('error', failure('EIO'));
    expect([output.closed.aborted, faults]).toEqual([true, told]);
  });
});

describe('an output that is not read', () => {
  test('holds a bound of it, tells once, and goes on with whole lines when half is read', () => {
    let told = 0;
    const stream = new PassThrough({ highWaterMark: 1 });
    const output = createOutput(
      stream,
      () => {},
      () => told++,
    );
    const block = 'x'.repeat(99_999);
    for (let lines = 0; lines < 200; lines += 1) output.line(block);
    const held = stream.writableLength + stream.readableLength;
    expect(held).toBeGreaterThan(UNREAD_BYTES);
    expect(held).toBeLessThan(UNREAD_BYTES + 3 * (block.length + 1));
    expect(told).toBe(1);
    while (stream.writableLength > UNREAD_BYTES / 2) stream.read();
    output.line('whole');
    stream.end();
    let last = '';
    for (let piece = stream.read(); piece !== null; piece = stream.read()) last = String(piece);
    expect(last).toMatch(/(^|\n)whole\n$/);
    expect(told).toBe(1);
  });
});

describe('an output that fails', () => {
  test('says so once, whatever else goes wrong, and takes no more', () => {
    const faults: string[] = [];
    const stream = new PassThrough();
    const output = createOutput(stream, (code) => faults.push(code));
    stream.emit('error', failure('ENOSPC'));
    stream.emit('error', failure('EIO'));
    output.line('more');
    expect(faults).toEqual(['ENOSPC']);
    expect(output.closed.aborted).toBe(true);
    expect(stream.read()).toBeNull();
  });

  test('also where the write itself throws', () => {
    const faults: string[] = [];
    const stream = new Writable();
    stream.write = () => {
      throw failure('EIO');
    };
    const output = createOutput(stream, (code) => faults.push(code));
    output.line('one');
    output.line('two');
    expect(faults).toEqual(['EIO']);
  });

  test.each([
    ['ENOSPC', "output can't be written (ENOSPC); free some space, or send it somewhere else"],
    ['EIO', "output can't be written (EIO); send it somewhere else"],
  ])('%s ends the command with 4 and one line', (code, line) => {
    const { code: exit, problem } = lostOutput(code);
    expect(exit).toBe(4);
    expect(problem && problemLine(problem)).toBe(line);
  });
});
