import type { Incident } from '../../domain/model/incident.ts';
import { wallMs } from '../../domain/model/units.ts';
import type { Notice } from '../../domain/notices/types.ts';
import type { NoticeHistory } from './types.ts';

/** Notices that are looked through for raises without an end. */
const NOTICES = 200;
const INCIDENTS = 1000;
/** An incident is told of when it has lasted a while, and may have been seen to end just before that. */
const MARGIN_MS = 3_600_000;

export interface Recalled {
  readonly notices: readonly Notice[];
  readonly open: readonly Incident[];
  readonly ended: readonly Incident[];
}

/** What earlier runs told, and what is known of those incidents. Rejects with a HistoryError. */
export async function recall(history: NoticeHistory): Promise<Recalled> {
  const [notices, open] = await Promise.all([history.notices({ limit: NOTICES }), history.openIncidents()]);
  const wanted = new Set(notices.flatMap(({ incident }) => incident ?? []));
  if (wanted.size === 0) return { notices, open, ended: [] };
  const oldestMs = Math.min(...notices.map(({ atMs }) => atMs));
  const found = await history.incidents({ fromMs: wallMs(oldestMs - MARGIN_MS), limit: INCIDENTS });
  return { notices, open, ended: found.filter(({ id, untilMs }) => untilMs !== null && wanted.has(id)) };
}
