import { effect, signal } from '@preact/signals';
import { withValue } from '../../form/config-path.ts';
import { change, resets, setProblem, view } from '../../store.ts';
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
} from './label-rows.ts';

export const rows = signal<readonly LabelRow[]>([]);
/** The row whose name is to be written now. */
export const focusRow = signal<number | null>(null);

const PATH = ['metrics', 'labels'] as const;

let lastKey = 0;
const nextKey = (): number => {
  lastKey += 1;
  return lastKey;
};

/** Changes under way: what main answers for them is put in place by their own answer. */
let underWay = 0;

export function keepLabels(): () => void {
  let known = resets.peek();
  return effect(() => {
    const labels = view.value?.config.metrics.labels;
    const before = resets.value === known ? rows.peek() : [];
    known = resets.value;
    if (labels !== undefined && underWay === 0) rows.value = rowsFor(labels, before, nextKey);
  });
}

const problemKey = (key: number): string => `metrics.labels.row-${key}`;

function setRow(key: number, next: (row: LabelRow) => LabelRow): void {
  rows.value = rows.peek().map((row) => (row.key === key ? next(row) : row));
}

const rowOf = (key: number): LabelRow | undefined => rows.peek().find((row) => row.key === key);

function setProblems(key: number, problems: LabelRow['problems']): void {
  setRow(key, (row) => ({ ...row, problems }));
  setProblem(problemKey(key), problems.name ?? problems.value ?? null);
}

async function put(edit: () => Readonly<Record<string, string>>) {
  underWay += 1;
  const answer = await change((config) => withValue(config, PATH, edit()));
  underWay -= 1;
  return answer;
}

export function addLabel(): void {
  const row = newRow(nextKey());
  rows.value = [...rows.peek(), row];
  focusRow.value = row.key;
}

export function typeInLabel(key: number, draft: Partial<Label>): void {
  setRow(key, (row) => ({ ...row, draft: { ...row.draft, ...draft } }));
}

/** Takes a row when it is finished; what is wrong with it stands beside it. */
export async function commitLabel(key: number): Promise<void> {
  const row = rowOf(key);
  if (row === undefined || !isChanged(row) || (row.accepted === null && !isWhole(row))) return;
  const faults = rowFaults(row, rows.peek());
  setProblems(key, faults);
  if (Object.keys(faults).length > 0) return;
  const answer = await put(() => labelsWith(rows.peek(), key));
  if (!answer.ok) {
    setProblems(key, rowProblems(answer.problems, row.draft.name.trim()));
    return;
  }
  rows.value = acceptedRows(rows.peek(), key, answer.view.config.metrics.labels);
  setProblems(key, rowOf(key)?.problems ?? {});
}

/** An unfinished row just goes; one in force is taken out of the settings. */
export async function removeLabel(key: number): Promise<void> {
  const row = rowOf(key);
  if (row === undefined) return;
  if (row.accepted !== null) {
    const rest = () =>
      labelsWith(
        rows.peek().filter((other) => other.key !== key),
        key,
      );
    const answer = await put(rest);
    if (!answer.ok) {
      setProblems(key, rowProblems(answer.problems, ''));
      return;
    }
  }
  rows.value = rows.peek().filter((other) => other.key !== key);
  setProblem(problemKey(key), null);
}

export const labelsAsTyped = (): Readonly<Record<string, string>> => labelsTyped(rows.peek());
