import { describe, expect, test } from 'vitest';
import { MalformedBlock } from '../../../main/history/codec/bytes.ts';
import { decodeRaw, encodeRaw, type RawSample } from '../../../main/history/codec/raw-block.ts';
import { Rollup } from '../../../main/history/codec/rollup.ts';
import { decodeRollups, encodeRollups } from '../../../main/history/codec/rollup-block.ts';

const RAW: RawSample = {
  run: 1,
  id: 5,
  wallMs: 1000,
  outcome: 'reply',
  rttUs: 300,
  via: 'helper',
  detail: '',
};

describe('raw block', () => {
  test('golden bytes', () => {
    const lost: RawSample = { ...RAW, id: 23, wallMs: 999, outcome: 'lost', rttUs: null, detail: 'x' };
    expect([...encodeRaw([RAW, lost])]).toEqual([
      // format, two samples
      1, 2,
      // reply by helper, with round trip, new run | run 1 | id +5 | time +1000 | 300 us
      0xa0, 1, 10, 0xd0, 0x0f, 0xac, 0x02,
      // lost, with detail | id +18 | time -1 | one byte, "x"
      0x42, 36, 1, 1, 0x78,
    ]);
  });

  test.each([
    ['nothing', []],
    ['another format', [9, 0]],
    ['fewer samples than promised', [1, 2, 0xa0, 1, 10, 0, 1]],
    ['more samples than bytes', [1, 0xff, 0xff, 0x03]],
    ['an outcome without a name', [1, 1, 7, 0, 0]],
    ['a way of measuring without a name', [1, 1, 0x18, 0, 0]],
    ['a detail longer than the block', [1, 1, 0x40, 0, 0, 200]],
    ['a number without an end', [1, 1, 0x80, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeRaw(Uint8Array.from(bytes))).toThrow(MalformedBlock);
  });
});

describe('roll-up', () => {
  test('suspect and failed probes are counted but their figures are not evidence', () => {
    const rollup = new Rollup();
    rollup.add('suspect', 9_000_000);
    rollup.add('error', 1);
    rollup.add('reply', 5000);
    expect(rollup.counts).toMatchObject({ suspect: 1, error: 1, reply: 1 });
    expect([rollup.minUs, rollup.maxUs, rollup.sumUs, rollup.sketch.count]).toEqual([5000, 5000, 5000, 1]);
  });
});

describe('roll-up block', () => {
  const small = new Rollup();
  small.add('reply', 5000);

  test('steps that are not picked are passed over', () => {
    const block = encodeRollups(
      [
        { step: 2, rollup: small },
        { step: 7, rollup: small },
      ],
      true,
    );
    const sum = new Rollup();
    const seen: number[] = [];
    decodeRollups(block, (step) => {
      seen.push(step);
      return step === 7 ? sum : null;
    });
    expect(seen).toEqual([2, 7]);
    expect([sum.counts.reply, sum.sumUs]).toEqual([1, 5000]);
  });

  test('refuses what is not a block', () => {
    const good = encodeRollups([{ step: 0, rollup: small }], false);
    const packed = encodeRollups([{ step: 0, rollup: small }], true);
    const bad = [
      Uint8Array.of(),
      Uint8Array.of(7, 1, 2),
      good.slice(0, -1),
      packed.slice(0, -2),
      Uint8Array.of(2, 0xff, 0xff, 0xff),
      // One entry whose bucket columns are empty.
      Uint8Array.of(1, 1, 1, 0, 1, 0, 0, 0),
    ];
    for (const bytes of bad) expect(() => decodeRollups(bytes, () => new Rollup())).toThrow(MalformedBlock);
  });
});
