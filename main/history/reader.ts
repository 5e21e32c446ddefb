import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Gap } from '../domain/model/gap.ts';
import type { HistoryState, IncidentQuery } from '../domain/model/history-state.ts';
import type { Incident } from '../domain/model/incident.ts';
import type { NotedIncident } from '../domain/model/noted-incident.ts';
import type { SeriesAnswer, SeriesQuery } from '../domain/model/series.ts';
import type { TraceSummary, TraceView } from '../domain/model/trace.ts';
import { type WallMs, wallMs } from '../domain/model/units.ts';
import { HistoryError } from './errors.ts';
import { readGaps } from './events/gaps.ts';
import { readIncidents, readOpenIncidents } from './events/incidents.ts';
import { readTrace, readTraces, type TracesQuery } from './events/traces.ts';
import { SCHEMA_VERSION } from './migrations/all.ts';
import { answerSeries } from './series/answer.ts';
import { checkRange } from './series/query.ts';
import { Database } from './store/database.ts';
import { failureCode, toHistoryError, wordsOf } from './store/failures.ts';
import { closeQuietly, fileOf, isLocked } from './store/files.ts';
import { readMeta } from './store/meta.ts';
import { refuseFuture, versionOf } from './store/migrate.ts';
import { fileBytes } from './store/retention.ts';
import type { HistoryReader } from './types.ts';

/** How long a question waits for a writer that holds the file for a moment. */
const BUSY_MS = 2000;

/**
 * Opens a folder's history to read, also while another process writes it; nothing is changed. The answers
 * are computed on the caller's thread: meant for a command that asks and ends. Rejects with a HistoryError:
 * `missing`, `newer-file`, `older-file`, `damaged`, `unwritable` (not readable) or `failed`.
 */
export async function openHistoryReader(directory: string): Promise<HistoryReader> {
  const path = fileOf(directory);
  if (!existsSync(path)) throw new HistoryError('missing', wordsOf('missing', directory));
  try {
    return new Reader(directory, openReadOnly(path));
  } catch (error) {
    throw toHistoryError(error, directory);
  }
}

/**
 * A file in WAL mode needs its shared-memory file, which a reader may not be allowed to make. Without a log
 * nobody writes, and the file can be read as it lies.
 */
function openReadOnly(path: string): Database {
  try {
    return checked(new Database(path, { readOnly: true, busyMs: BUSY_MS }), path);
  } catch (error) {
    const lone = failureCode(error) === 'unwritable' && !existsSync(`${path}-wal`);
    if (!lone) throw error;
    return checked(new Database(`${pathToFileURL(path).href}?immutable=1`, { readOnly: true }), path);
  }
}

function checked(database: Database, path: string): Database {
  try {
    refuseFuture(database, path);
    const version = versionOf(database);
    if (version >= SCHEMA_VERSION) return database;
    throw new HistoryError(
      'older-file',
      `${path} was written by an older Faultline (format ${version} of ${SCHEMA_VERSION}). ` +
        'Start the monitor once: it brings the file up to date.',
    );
  } catch (error) {
    closeQuietly(database);
    throw error;
  }
}

class Reader implements HistoryReader {
  readonly #directory: string;
  readonly #database: Database;
  #open = true;

  constructor(directory: string, database: Database) {
    this.#directory = directory;
    this.#database = database;
  }

  series(query: SeriesQuery): Promise<SeriesAnswer> {
    return this.#read((database) => answerSeries(database, query));
  }
  incidents(query: IncidentQuery): Promise<readonly NotedIncident[]> {
    return this.#read((database) => readIncidents(database, query));
  }
  openIncidents(): Promise<readonly Incident[]> {
    return this.#read((database) => readOpenIncidents(database));
  }
  gaps(fromMs: WallMs, toMs: WallMs): Promise<readonly Gap[]> {
    return this.#read((database) => {
      checkRange(fromMs, toMs);
      return readGaps(database, fromMs, toMs);
    });
  }
  traces(query: TracesQuery): Promise<readonly TraceSummary[]> {
    return this.#read((database) => readTraces(database, query));
  }
  async trace(id: string): Promise<TraceView> {
    const view = await this.#read((database) => readTrace(database, id));
    if (view !== null) return view;
    throw new HistoryError('missing', 'This trace is no longer in the history.');
  }

  /** `writing`: a monitor has the folder open. */
  state(): Promise<HistoryState> {
    return this.#read((database) => {
      const writing = isLocked(this.#directory);
      const reason = writing ? '' : 'No monitor is writing this history.';
      const alive = writing ? null : readMeta(database, 'alive');
      return {
        writing,
        reason,
        bytes: fileBytes(database),
        setAside: null,
        ...(alive === null ? {} : { lastAliveMs: wallMs(alive) }),
      };
    });
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    closeQuietly(this.#database);
  }

  /** One snapshot for each question, however many statements it takes. */
  async #read<T>(work: (database: Database) => T): Promise<T> {
    if (!this.#open) throw new HistoryError('closed', 'The history is closed.');
    try {
      return this.#database.snapshot(() => work(this.#database));
    } catch (error) {
      throw toHistoryError(error, this.#directory);
    }
  }
}
