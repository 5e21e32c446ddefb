import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  acceptedRows,
  isChanged,
  isWhole,
  type Label,
  type LabelRow,
  labelsTyped,
  labelsWith,
  newRow,
  rowFaults,
  rowProblems,
  rowsFor,
} from '../../../../../renderer/settings/metrics/labels/label-rows.ts';

const IN_FORCE = { provider: 'example', site: 'home' };

function keys(): () => number {
  let last = 0;
  return () => {
    last += 1;
    return last;
  };
}

const rows = (): readonly LabelRow[] => rowsFor(IN_FORCE, [], keys());
const typed = (all: readonly LabelRow[], key: number, draft: Partial<Label>): readonly LabelRow[] =>
  all.map((row) => (row.key === key ? { ...row, draft: { ...row.draft, ...draft } } : row));
const rowIn = (all: readonly LabelRow[], key: number): LabelRow => {
  const found = all.find((row) => row.key === key);
  if (found === undefined) throw new Error(`no row ${key}`);
  return found;
};

describe('rows', () => {
  test('show what is in force', () => {
    expect(rows().map(({ draft }) => draft)).toEqual([
      { name: 'provider', value: 'example' },
      { name: 'site', value: 'home' },
    ]);
    expect(rows().some(isChanged)).toBe(false);
  });

  test('keep what was typed when the settings come from elsewhere, unfinished ones last', () => {
    const before = [...typed(rows(), 2, { value: 'half' }), newRow(9)];
    const after = rowsFor({ ...IN_FORCE, rack: '4' }, before, keys());
    expect(after.map(({ draft }) => draft)).toEqual([
      { name: 'provider', value: 'example' },
      { name: 'site', value: 'half' },
      { name: 'rack', value: '4' },
      { name: '', value: '' },
    ]);
  });

  test('go with a label that went elsewhere, and are made anew where its value changed', () => {
    expect(rowsFor({ site: 'home' }, rows(), keys()).map(({ key }) => key)).toEqual([2]);
    const changed = rowsFor({ site: 'office' }, typed(rows(), 2, { value: 'half' }), keys());
    expect(changed.map(({ draft }) => draft.value)).toEqual(['office']);
  });

  test('are whole with a name and a value', () => {
    expect(isWhole({ ...newRow(1), draft: { name: 'a', value: ' ' } })).toBe(false);
    expect(isWhole({ ...newRow(1), draft: { name: ' ', value: 'b' } })).toBe(false);
    expect(isWhole({ ...newRow(1), draft: { name: 'a', value: 'b' } })).toBe(true);
  });
});

describe('what is sent', () => {
  test('is the row as it is typed and all others as they are in force', () => {
    const all = typed(typed(rows(), 1, { value: 'refused before' }), 2, { name: ' place ', value: 'home ' });
    expect(labelsWith([...all, newRow(9)], 2)).toEqual({ provider: 'example', place: 'home' });
  });

  test('keeps the order of the rows', () => {
    expect(Object.keys(labelsWith(typed(rows(), 1, { name: 'zone' }), 1))).toEqual(['zone', 'site']);
  });

  test('for a test is every row as it is typed, but unfinished ones', () => {
    const half = { ...newRow(9), draft: { name: 'half', value: '' } };
    const all = [...typed(typed(rows(), 1, { value: 'typed' }), 2, { value: '' }), half];
    expect(labelsTyped(all)).toEqual({ provider: 'typed', site: 'home' });
  });

  test('never makes two labels of one name, whatever is typed', () => {
    const label = fc.record({ name: fc.string({ maxLength: 3 }), value: fc.string({ maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(label, { maxLength: 6 }), (drafts) => {
        const all = drafts.map((draft, key): LabelRow => ({ ...newRow(key), draft, accepted: draft }));
        const faulty = all.filter((row) => Object.keys(rowFaults(row, all)).length > 0).map(({ key }) => key);
        const names = all.filter(({ key }) => !faulty.includes(key)).map(({ draft }) => draft.name.trim());
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});

describe('what is wrong before main is asked', () => {
  test.each([
    [{ name: ' ' }, { name: 'Write a name, or remove the label.' }],
    [{ value: '' }, { value: 'Write a value, or remove the label.' }],
    [{ name: 'site ' }, { name: 'There is a label "site" already.' }],
    [{ value: 'other' }, {}],
  ])('%j', (draft, faults) => {
    const all = typed(rows(), 1, draft);
    expect(rowFaults(rowIn(all, 1), all)).toEqual(faults);
  });
});

describe('what main answered', () => {
  test('is shown as it is in force', () => {
    const all = typed(rows(), 2, { name: ' place', value: 'home ' });
    const after = rowIn(acceptedRows(all, 2, { provider: 'example', place: 'home' }), 2);
    expect(after).toEqual({
      key: 2,
      accepted: { name: 'place', value: 'home' },
      draft: { name: 'place', value: 'home' },
      problems: {},
    });
  });

  test('without the label is no success', () => {
    const all = typed(rows(), 2, { name: 'toString' });
    const after = rowIn(acceptedRows(all, 2, IN_FORCE), 2);
    expect(after.accepted).toEqual({ name: 'site', value: 'home' });
    expect(after.problems).toEqual({ name: 'This could not be taken.' });
  });

  test('stands by the row that it names, else what is said of all', () => {
    const found = [
      { path: ['metrics', 'labels', 'a'], message: 'Of another.' },
      { path: ['metrics', 'labels', 'b'], message: 'Of this one.' },
    ];
    expect(rowProblems(found, 'b')).toEqual({ name: 'Of this one.' });
    expect(rowProblems([{ path: [], message: 'Not kept.' }], 'b')).toEqual({ name: 'Not kept.' });
    expect(rowProblems([], 'b')).toEqual({ name: 'This could not be taken.' });
  });
});
