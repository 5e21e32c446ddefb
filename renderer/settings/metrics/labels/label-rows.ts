import type { FieldProblem } from '../../../../main/contract/settings-view.ts';

export interface Label {
  readonly name: string;
  readonly value: string;
}

export type LabelProblems = Readonly<Partial<Record<keyof Label, string>>>;

export interface LabelRow {
  /** Names the row as long as it is there. */
  readonly key: number;
  /** What is in force of it; null: not taken yet. */
  readonly accepted: Label | null;
  readonly draft: Label;
  readonly problems: LabelProblems;
}

type Labels = Readonly<Record<string, string>>;

export const newRow = (key: number): LabelRow => ({
  key,
  accepted: null,
  draft: { name: '', value: '' },
  problems: {},
});

const trimmed = ({ name, value }: Label): Label => ({ name: name.trim(), value: value.trim() });

export const isWhole = ({ draft: { name, value } }: LabelRow): boolean =>
  name.trim() !== '' && value.trim() !== '';

export const isChanged = ({ accepted, draft }: LabelRow): boolean =>
  accepted === null || accepted.name !== draft.name || accepted.value !== draft.value;

/** The rows for labels that came from elsewhere: known ones stay what they are, unfinished ones stay last. */
export function rowsFor(
  labels: Labels,
  before: readonly LabelRow[],
  nextKey: () => number,
): readonly LabelRow[] {
  const rows = Object.entries(labels).map(([name, value]): LabelRow => {
    const known = before.find(({ accepted }) => accepted?.name === name && accepted.value === value);
    return known ?? { key: nextKey(), accepted: { name, value }, draft: { name, value }, problems: {} };
  });
  return [...rows, ...before.filter(({ accepted }) => accepted === null)];
}

/** What is wrong with a row before main is asked: a record can't hold it at all. */
export function rowFaults(row: LabelRow, rows: readonly LabelRow[]): LabelProblems {
  const { name, value } = trimmed(row.draft);
  if (name === '') return { name: 'Write a name, or remove the label.' };
  if (value === '') return { value: 'Write a value, or remove the label.' };
  const twice = rows.some(({ key, accepted }) => key !== row.key && accepted?.name === name);
  return twice ? { name: `There is a label "${name}" already.` } : {};
}

/** This row as it is typed, all others as they are in force. */
export const labelsWith = (rows: readonly LabelRow[], key: number): Labels =>
  Object.fromEntries(
    rows.flatMap((row) => {
      const label = row.key === key ? trimmed(row.draft) : row.accepted;
      return label === null ? [] : [[label.name, label.value]];
    }),
  );

/** All rows as they are typed, but those that are not finished. */
export const labelsTyped = (rows: readonly LabelRow[]): Labels =>
  Object.fromEntries(
    rows.flatMap((row) => {
      const label = isWhole(row) ? trimmed(row.draft) : row.accepted;
      return label === null ? [] : [[label.name, label.value]];
    }),
  );

/** The rows after main has taken this one. */
export const acceptedRows = (rows: readonly LabelRow[], key: number, taken: Labels): readonly LabelRow[] =>
  rows.map((row) => {
    if (row.key !== key) return row;
    const { name } = trimmed(row.draft);
    const value = Object.hasOwn(taken, name) ? taken[name] : undefined;
    if (value === undefined) return { ...row, problems: { name: 'This could not be taken.' } };
    return { key, accepted: { name, value }, draft: { name, value }, problems: {} };
  });

/** What main said of the label with this name; else of all of them. */
export const rowProblems = (found: readonly FieldProblem[], name: string): LabelProblems => ({
  name: (found.find(({ path }) => path[2] === name) ?? found[0])?.message ?? 'This could not be taken.',
});
