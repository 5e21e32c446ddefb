import { describe, expect, test } from 'vitest';
import type { Anchor } from '../../../../main/domain/model/anchor.ts';
import {
  type AnchorRow,
  acceptedRows,
  isChanged,
  newRow,
  rowProblems,
  rowsFor,
  sentFor,
  wanted,
} from '../../../../renderer/settings/anchors/rows.ts';

const ONE: Anchor = { kind: 'icmp4', address: '192.0.2.1' };
const TWO: Anchor = { kind: 'tcp6', address: '2001:db8::2', port: 443 };

function keys(): () => number {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}

const rows = (): readonly AnchorRow[] => rowsFor([ONE, TWO], [], keys());
const typed = (all: readonly AnchorRow[], key: number, draft: Partial<AnchorRow['draft']>) =>
  all.map((row) => (row.key === key ? { ...row, draft: { ...row.draft, ...draft } } : row));

describe('rows', () => {
  test('show what is in force', () => {
    expect(rows().map(({ draft }) => draft)).toEqual([
      { kind: 'icmp4', address: '192.0.2.1', port: '' },
      { kind: 'tcp6', address: '2001:db8::2', port: '443' },
    ]);
    expect(rows().some(isChanged)).toBe(false);
  });

  test('keep what was typed when the settings come from elsewhere', () => {
    const before = [...typed(rows(), 1, { address: 'half' }), newRow(9)];
    const after = rowsFor([ONE, TWO, { kind: 'dns', address: '192.0.2.53' }], before, keys());
    expect(after.map(({ draft }) => draft.address)).toEqual(['half', '2001:db8::2', '192.0.2.53', '']);
  });

  test('go with an anchor that went elsewhere', () => {
    expect(rowsFor([TWO], rows(), keys()).map(({ key }) => key)).toEqual([2]);
  });
});

describe('what is sent', () => {
  test('is the row as it is typed and all others as they are in force', () => {
    const all = typed(typed(rows(), 1, { address: 'refused before' }), 2, { port: '8443' });
    expect(sentFor(all, 2)).toEqual({ anchors: [ONE, { ...TWO, port: 8443 }], keys: [1, 2] });
  });

  test('leaves other unfinished rows out', () => {
    const all = [
      ...rows(),
      newRow(8),
      { ...newRow(9), draft: { kind: 'icmp4', address: ' 192.0.2.9 ', port: '' } },
    ];
    expect(sentFor(all as readonly AnchorRow[], 9)).toEqual({
      anchors: [ONE, TWO, { kind: 'icmp4', address: '192.0.2.9' }],
      keys: [1, 2, 9],
    });
  });

  test('has a port only where there is one, and a wrong one as it was written', () => {
    expect(wanted({ kind: 'icmp4', address: 'a', port: '443' })).toEqual({ kind: 'icmp4', address: 'a' });
    expect(wanted({ kind: 'tcp4', address: 'a', port: '' })).toEqual({ kind: 'tcp4', address: 'a' });
    expect(wanted({ kind: 'dns', address: 'a', port: '53' })).toEqual({
      kind: 'dns',
      address: 'a',
      port: 53,
    });
    expect(wanted({ kind: 'tcp4', address: 'a', port: 'http' })).toMatchObject({ port: 'http' });
  });
});

describe('what was taken', () => {
  test('is shown as main spells it, in the same row', () => {
    const all = typed(rows(), 2, { address: '2001:DB8:0::2' });
    const after = acceptedRows(all, sentFor(all, 2), 2, [ONE, TWO]);
    expect(after.map(({ key, draft }) => [key, draft.address])).toEqual([
      [1, '192.0.2.1'],
      [2, '2001:db8::2'],
    ]);
  });

  test('leaves what is typed elsewhere alone', () => {
    const all = typed(typed(rows(), 1, { address: 'half' }), 2, { port: '8443' });
    const after = acceptedRows(all, sentFor(all, 2), 2, [ONE, { ...TWO, port: 8443 }]);
    expect(after[0]?.draft.address).toBe('half');
    expect(after[0]?.accepted).toEqual(ONE);
    expect(after[1]?.accepted).toEqual({ ...TWO, port: 8443 });
  });
});

describe('what is wrong', () => {
  test('stands by its field', () => {
    const problems = [
      { path: ['anchors', 2, 'address'], message: 'No address.' },
      { path: ['anchors', 2, 'port'], message: 'No port.' },
      { path: ['anchors', 0, 'address'], message: 'Of another row.' },
    ];
    expect(rowProblems(problems, 2)).toEqual({ address: 'No address.', port: 'No port.' });
  });

  test('with the row as a whole, or with the whole, stands by the address', () => {
    expect(rowProblems([{ path: ['anchors', 1], message: 'Twice.' }], 1)).toEqual({ address: 'Twice.' });
    expect(rowProblems([{ path: [], message: 'Not kept.' }], 1)).toEqual({ address: 'Not kept.' });
  });

  test('first is said', () => {
    const problems = [
      { path: ['anchors', 0, 'address'], message: 'First.' },
      { path: ['anchors', 0, 'address'], message: 'Second.' },
    ];
    expect(rowProblems(problems, 0)).toEqual({ address: 'First.' });
  });
});
