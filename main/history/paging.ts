import type { MeasuredRow, ProbeRow } from '../domain/model/measured.ts';
import type { NotedIncident } from '../domain/model/noted-incident.ts';
import { type WallMs, wallMs } from '../domain/model/units.ts';
import { decodeRaw } from './codec/raw-block.ts';
import type { Answer, Ask, MeasuredPart, RequestName } from './requests.ts';

export type AskWorker = <Name extends RequestName>(name: Name, ask: Ask<Name>) => Promise<Answer<Name>>;

/** Rows handed over at a time, about: little enough that the caller's loop is not held up. */
const CHUNK = 1000;

/** Page by page from the worker; a page is unpacked only as far as it is read. */
export async function* measuredRows(
  ask: AskWorker,
  fromMs: WallMs,
  toMs: WallMs,
): AsyncGenerator<readonly MeasuredRow[]> {
  let cursorMs: number | null = fromMs;
  while (cursorMs !== null) {
    const page: Answer<'measured'> = await ask('measured', { fromMs, toMs, cursorMs });
    yield* chunks(page.parts);
    cursorMs = page.nextMs;
  }
}

function* chunks(parts: readonly MeasuredPart[]): Generator<readonly MeasuredRow[]> {
  let rows: MeasuredRow[] = [];
  for (const part of parts) {
    if (part.type === 'rolled') rows.push(part.row);
    else rows.push(...probeRows(part));
    if (rows.length < CHUNK) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

function probeRows({ kind, anchor, block }: Extract<MeasuredPart, { type: 'raw' }>): readonly ProbeRow[] {
  return decodeRaw(block).map(({ wallMs: atMs, outcome, rttUs, via, detail }) => ({
    resolution: 'raw',
    kind,
    anchor,
    atMs: wallMs(atMs),
    outcome,
    rttMs: rttUs === null ? null : rttUs / 1000,
    via,
    detail,
  }));
}

export async function* incidentPages(
  ask: AskWorker,
  fromMs: WallMs,
  toMs: WallMs,
): AsyncGenerator<readonly NotedIncident[]> {
  let after: Ask<'incidentPage'>['after'] = null;
  for (;;) {
    const page: Answer<'incidentPage'> = await ask('incidentPage', { fromMs, toMs, after });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = { sinceMs: last.sinceMs, id: last.id };
  }
}
