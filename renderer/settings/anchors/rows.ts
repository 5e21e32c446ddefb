import type { FieldProblem } from '../../../main/contract/settings-view.ts';
import type { Anchor } from '../../../main/domain/model/anchor.ts';
import type { Kind } from '../../../main/domain/model/kind.ts';

/** What is typed in a row; the port stays text until it is one. */
export interface AnchorDraft {
  readonly kind: Kind;
  readonly address: string;
  readonly port: string;
}

export type AnchorField = keyof AnchorDraft;
export type RowProblems = Readonly<Partial<Record<AnchorField, string>>>;

export interface AnchorRow {
  /** Names the row as long as it is there. */
  readonly key: number;
  /** What is in force of it; null: not taken yet. */
  readonly accepted: Anchor | null;
  readonly draft: AnchorDraft;
  readonly problems: RowProblems;
}

/** Whether a kind is asked at a port. */
export const hasPort = (kind: Kind): boolean => kind === 'tcp4' || kind === 'tcp6' || kind === 'dns';

const draftOf = ({ kind, address, port }: Anchor): AnchorDraft => ({
  kind,
  address,
  port: port === undefined ? '' : String(port),
});

export const isChanged = ({ accepted, draft }: AnchorRow): boolean => {
  if (accepted === null) return true;
  const known = draftOf(accepted);
  return known.kind !== draft.kind || known.address !== draft.address || known.port !== draft.port;
};

/** What main is asked to take. A port that is no number goes as it is: main says what is wrong with it. */
export function wanted({ kind, address, port }: AnchorDraft): Readonly<Record<string, unknown>> {
  const text = port.trim();
  const plain = { kind, address: address.trim() };
  if (!hasPort(kind) || text === '') return plain;
  return { ...plain, port: /^\d+$/.test(text) ? Number(text) : text };
}

export const newRow = (key: number): AnchorRow => ({
  key,
  accepted: null,
  draft: { kind: 'icmp4', address: '', port: '' },
  problems: {},
});

const sameAnchor = (one: Anchor | null, other: Anchor): boolean =>
  one !== null && one.kind === other.kind && one.address === other.address && one.port === other.port;

/** The rows for anchors that came from elsewhere: known ones stay what they are, unfinished ones stay last. */
export function rowsFor(
  anchors: readonly Anchor[],
  before: readonly AnchorRow[],
  nextKey: () => number,
): readonly AnchorRow[] {
  const rows = anchors.map(
    (anchor) =>
      before.find(({ accepted }) => sameAnchor(accepted, anchor)) ?? {
        key: nextKey(),
        accepted: anchor,
        draft: draftOf(anchor),
        problems: {},
      },
  );
  return [...rows, ...before.filter(({ accepted }) => accepted === null)];
}

/** What is sent: this row as it is typed, all others as they are in force. */
export interface Sent {
  readonly anchors: readonly unknown[];
  /** The row of each of them. */
  readonly keys: readonly number[];
}

export function sentFor(rows: readonly AnchorRow[], key: number): Sent {
  const sent = rows.filter((row) => row.key === key || row.accepted !== null);
  return {
    anchors: sent.map((row) => (row.key === key ? wanted(row.draft) : row.accepted)),
    keys: sent.map((row) => row.key),
  };
}

/** The rows after main has taken what was sent. */
export function acceptedRows(
  rows: readonly AnchorRow[],
  { keys }: Sent,
  key: number,
  anchors: readonly Anchor[],
): readonly AnchorRow[] {
  return rows.map((row) => {
    const accepted = anchors[keys.indexOf(row.key)] ?? null;
    if (accepted === null) return row;
    if (row.key === key) return { key, accepted, draft: draftOf(accepted), problems: {} };
    return { ...row, accepted };
  });
}

const isField = (part: string | number | undefined): part is AnchorField =>
  part === 'kind' || part === 'address' || part === 'port';

/** What is wrong with a row, by its fields; what names none of them stands by the address. */
export function rowProblems(problems: readonly FieldProblem[], index: number): RowProblems {
  const found: Partial<Record<AnchorField, string>> = {};
  for (const { path, message } of problems) {
    const own = path[0] !== 'anchors' || path[1] === undefined || path[1] === index;
    const field = path[0] === 'anchors' ? path[2] : path[0];
    if (own) found[isField(field) ? field : 'address'] ??= message;
  }
  return found;
}
