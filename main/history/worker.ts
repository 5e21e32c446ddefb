import { parentPort, workerData } from 'node:worker_threads';
import { wallMs } from '../domain/model/units.ts';
import { readAvailability, writeAvailability } from './events/availability.ts';
import { readGaps } from './events/gaps.ts';
import { noteIncident, readIncidentPage, readIncidents, readOpenIncidents } from './events/incidents.ts';
import { readNotices } from './events/notices.ts';
import { readHealthyTrace, readTrace, readTraces } from './events/traces.ts';
import type {
  Answer,
  Ask,
  AskMessage,
  FileReport,
  Handlers,
  RequestName,
  WorkerMessage,
  WorkerStart,
} from './requests.ts';
import { answerSeries } from './series/answer.ts';
import { measuredPage } from './series/measured.ts';
import { checkRange } from './series/query.ts';
import { failureCode, toHistoryError } from './store/failures.ts';
import { checkWhole } from './store/files.ts';
import { Store } from './store/store.ts';

/** Between two slices of maintenance: questions and commits come first. */
const SLICE_PAUSE_MS = 5;
const IDLE_MS = 1000;
/** After a slice failed (a full disk): no hurry. */
const FAILED_PAUSE_MS = 10_000;

interface Port {
  post(message: WorkerMessage): void;
  listen(listener: (message: AskMessage) => void): void;
  close(): void;
}

function parent(): Port {
  const port = parentPort;
  if (port === null) throw new Error('history-worker runs as a worker thread only');
  return {
    post: (message) => port.postMessage(message),
    listen: (listener) => port.on('message', listener),
    close: () => port.close(),
  };
}

function start(port: Port, { options, run }: WorkerStart): void {
  let store: Store;
  try {
    store = new Store({ ...options, run, now: Date.now });
  } catch (error) {
    const { code, message } = toHistoryError(error, options.directory);
    port.post({ type: 'refused', code, message });
    return;
  }
  const report = (): FileReport => reportOf(store);
  const lastAlive = store.lastAlive === null ? null : wallMs(store.lastAlive);
  port.post({ type: 'opened', run: store.run, lastAlive, report: report() });
  const maintenance = maintain(store, () => port.post({ type: 'report', report: report() }));
  const handlers = handlersOf(store, report, () => {
    maintenance.stop();
    store.close();
    // The answer is already on its way when the port closes.
    setImmediate(() => port.close());
  });
  port.listen((message) => {
    try {
      port.post({ type: 'answered', id: message.id, answer: dispatch(handlers, message) });
    } catch (error) {
      if (failureCode(error) === 'damaged') replaceIfBroken(store, message.name);
      if (failureCode(error) === 'missing') store.replaceMissing();
      const { code, message: words } = toHistoryError(error, options.directory);
      port.post({ type: 'failed', id: message.id, code, message: words });
    }
  });
}

const reportOf = (store: Store): FileReport => ({
  bytes: store.bytes,
  setAside: store.setAside,
  begunAnewMs: store.begunAnewMs === null ? null : wallMs(store.begunAnewMs),
  dropped: store.dropped,
});

function handlersOf(store: Store, report: () => FileReport, close: () => void): Handlers {
  return {
    commit: (entries) => {
      store.commit(entries);
      return report();
    },
    series: (query) => answerSeries(store.database, query),
    incidents: (query) => readIncidents(store.database, query),
    incidentPage: (ask) => readIncidentPage(store.database, ask),
    openIncidents: () => readOpenIncidents(store.database),
    gaps: ({ fromMs, toMs }) => {
      checkRange(fromMs, toMs);
      return readGaps(store.database, fromMs, toMs);
    },
    measured: (ask) => measuredPage(store.database, ask),
    noteIncident: ({ id, note }) => noteIncident(store.database, id, note),
    notices: ({ limit }) => readNotices(store.database, limit),
    traces: (query) => readTraces(store.database, query),
    trace: ({ id }) => readTrace(store.database, id),
    healthyTrace: (path) => readHealthyTrace(store.database, path),
    configure: (retention) => {
      store.configure(retention);
      return null;
    },
    availability: () => readAvailability(store.database),
    rememberAvailability: (list) => {
      writeAvailability(store.database, list);
      return null;
    },
    close: () => {
      close();
      return null;
    },
  };
}

function dispatch<Name extends RequestName>(
  handlers: { readonly [N in RequestName]: (ask: Ask<N>) => Answer<N> },
  message: { readonly name: Name; readonly ask: Ask<Name> },
): Answer<Name> {
  return handlers[message.name](message.ask);
}

/**
 * A file that can't be written, or that fails SQLite's own check, is set aside; one unreadable block alone is
 * the question's failure. If even a new file can't be begun this throws: the worker ends and is started anew.
 */
function replaceIfBroken(store: Store, asked: RequestName): void {
  if (asked === 'commit' || isBroken(store)) store.replaceDamaged();
}

function isBroken(store: Store): boolean {
  try {
    checkWhole(store.database);
    return false;
  } catch (error) {
    return failureCode(error) === 'damaged';
  }
}

/** Slice by slice while there is work, once a second otherwise. */
function maintain(store: Store, onChange: () => void): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let bytes = store.bytes;
  const slice = (): number => {
    try {
      const more = store.maintain();
      if (store.bytes !== bytes) onChange();
      bytes = store.bytes;
      return more ? SLICE_PAUSE_MS : IDLE_MS;
    } catch (error) {
      if (failureCode(error) !== 'damaged') return FAILED_PAUSE_MS;
      store.replaceDamaged();
      onChange();
      return IDLE_MS;
    }
  };
  const next = (): void => {
    timer = setTimeout(next, slice());
  };
  timer = setTimeout(next, IDLE_MS);
  return { stop: () => clearTimeout(timer) };
}

start(parent(), workerData);
