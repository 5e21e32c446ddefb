import { effect, signal } from '@preact/signals';
import type { AnchorTest } from '../../../main/contract/settings-view.ts';
import { api } from '../../api.ts';
import { reasonOf } from '../../components/feedback/toasts.ts';
import { withValue } from '../form/config-path.ts';
import { change, resets, setProblem, view } from '../store.ts';
import {
  type AnchorDraft,
  type AnchorRow,
  acceptedRows,
  hasPort,
  newRow,
  rowProblems,
  rowsFor,
  type Sent,
  sentFor,
} from './rows.ts';

export type TestState = 'busy' | Pick<AnchorTest, 'outcome' | 'text'>;

export const rows = signal<readonly AnchorRow[]>([]);
/** Results of tests, by the row's key. */
export const tests = signal<ReadonlyMap<number, TestState>>(new Map());
/** The row whose address is to be written now. */
export const focusRow = signal<number | null>(null);

let lastKey = 0;
const nextKey = (): number => {
  lastKey += 1;
  return lastKey;
};

/** Rows that are being taken: what main answers for them is put in place by their own answer. */
let underWay = 0;

export function keepRows(): () => void {
  let known = resets.peek();
  return effect(() => {
    const anchors = view.value?.config.anchors;
    const before = resets.value === known ? rows.peek() : [];
    known = resets.value;
    if (anchors !== undefined && underWay === 0) rows.value = rowsFor(anchors, before, nextKey);
  });
}

const problemKey = (key: number): string => `anchors.row-${key}`;

function setRow(key: number, next: (row: AnchorRow) => AnchorRow): void {
  rows.value = rows.peek().map((row) => (row.key === key ? next(row) : row));
}

function setTest(key: number, state: TestState | null): void {
  const next = new Map(tests.peek());
  if (state === null) next.delete(key);
  else next.set(key, state);
  tests.value = next;
}

export function addRow(): void {
  const row = newRow(nextKey());
  rows.value = [...rows.peek(), row];
  focusRow.value = row.key;
}

export function typeInRow(key: number, draft: Partial<AnchorDraft>): void {
  setRow(key, (row) => ({ ...row, draft: { ...row.draft, ...draft } }));
  setTest(key, null);
}

/** Takes a row as it is typed; what is wrong with it stands beside its fields. */
export async function commitRow(key: number): Promise<void> {
  let sent: Sent = { anchors: [], keys: [] };
  underWay += 1;
  const answer = await change((config) => {
    sent = sentFor(rows.peek(), key);
    return withValue(config, ['anchors'], sent.anchors);
  });
  underWay -= 1;
  if (answer.ok) {
    rows.value = acceptedRows(rows.peek(), sent, key, answer.view.config.anchors);
    setProblem(problemKey(key), null);
    return;
  }
  const problems = rowProblems(answer.problems, sent.keys.indexOf(key));
  setRow(key, (row) => ({ ...row, problems }));
  setProblem(problemKey(key), Object.values(problems)[0] ?? 'This could not be taken.');
}

/** An unfinished row just goes; one in force is taken out of the settings. */
export async function removeRow(key: number): Promise<void> {
  const row = rows.peek().find((one) => one.key === key);
  if (row === undefined) return;
  if (row.accepted !== null) {
    const rest = (): unknown[] =>
      rows
        .peek()
        .flatMap(({ key: other, accepted }) => (other === key || accepted === null ? [] : [accepted]));
    const answer = await change((config) => withValue(config, ['anchors'], rest()));
    if (!answer.ok) {
      setRow(key, (one) => ({ ...one, problems: rowProblems(answer.problems, -1) }));
      return;
    }
  }
  rows.value = rows.peek().filter((one) => one.key !== key);
  setProblem(problemKey(key), null);
  setTest(key, null);
}

/** One probe of what is typed, in force or not. */
export async function testRow(key: number): Promise<void> {
  const row = rows.peek().find((one) => one.key === key);
  if (row === undefined) return;
  const { kind, address, port } = row.draft;
  setTest(key, 'busy');
  try {
    const asked = { kind, address: address.trim() };
    const withPort = hasPort(kind) && /^\d{1,5}$/.test(port.trim());
    setTest(key, await api.ask('testAnchor', withPort ? { ...asked, port: Number(port) } : asked));
  } catch (error) {
    setTest(key, { outcome: 'error', text: reasonOf(error) });
  }
}

export async function resetAnchors(): Promise<void> {
  const defaults = view.peek()?.defaults.anchors;
  if (defaults === undefined) return;
  const answer = await change((config) => withValue(config, ['anchors'], defaults));
  if (!answer.ok) {
    setProblem('anchors', answer.problems[0]?.message ?? 'This could not be taken.');
    return;
  }
  for (const { key } of rows.peek()) setProblem(problemKey(key), null);
  setProblem('anchors', null);
  rows.value = rowsFor(defaults, [], nextKey);
  tests.value = new Map();
}
