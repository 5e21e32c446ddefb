import { batch, effect } from '@preact/signals';
import type { Api, NotedIncident } from '../../main/contract/contract.ts';
import { wallMs } from '../../main/domain/model/units.ts';
import { reasonOf } from '../components/feedback/toasts.ts';
import { visibleRange } from './range/range.ts';
import type { ChosenRange } from './range/types.ts';
import {
  gaps,
  incidents,
  isListed,
  listAnswer,
  listedIn,
  listTrouble,
  notices,
  nowMs,
  range,
  selectedIncident,
  zooms,
} from './store.ts';

/** As many as main gives. */
const MOST_INCIDENTS = 1000;
/** Gaps come with the end of a sleep or a pause: seldom, so each commit need not be a question. */
const GAPS_AGAIN_MS = 5000;

let epoch = 0;

type IncidentsOf = (chosen: ChosenRange) => Promise<readonly NotedIncident[]>;

/** A live range has no end: what is raised meanwhile belongs to it. */
const incidentsBy =
  (api: Api): IncidentsOf =>
  (chosen) => {
    const { fromMs, toMs } = visibleRange(chosen, nowMs.peek());
    const until = chosen.mode === 'live' ? {} : { toMs: wallMs(toMs) };
    return api.ask('incidents', { fromMs: wallMs(Math.max(0, fromMs)), ...until, limit: MOST_INCIDENTS });
  };

/** Asks for the incidents and gaps of the chosen range; an answer that is no longer wanted is dropped. */
async function askForLists(api: Api): Promise<void> {
  epoch += 1;
  const asked = epoch;
  const { current } = range.peek();
  const { fromMs, toMs } = visibleRange(current, nowMs.peek());
  const incidentsOf = incidentsBy(api);
  const ofRange = incidentsOf(current);
  try {
    const [found, inList, silent] = await Promise.all([
      ofRange,
      listedIn.peek() === current ? ofRange : incidentsOf(listedIn.peek()),
      api.ask('gaps', { fromMs: wallMs(Math.max(0, fromMs)), toMs: wallMs(toMs) }),
    ]);
    if (asked !== epoch) return;
    batch(() => {
      incidents.value = found;
      listAnswer.value = inList;
      gaps.value = silent;
      listTrouble.value = null;
    });
  } catch (error) {
    if (asked === epoch) listTrouble.value = reasonOf(error);
  }
}

async function askForNotices(api: Api): Promise<void> {
  try {
    notices.value = await api.ask('notices', null);
  } catch {
    // The incidents say why; a second sentence about the same history would not help.
    notices.value ??= [];
  }
}

/** Keeps the lists in step with the chosen range and with what main tells. */
export function keepLists(api: Api): void {
  let selected = selectedIncident.peek();
  effect(() => {
    const { current } = range.value;
    // A selection that came with the range led there, from wherever it was made: the list it was made from stays.
    const chosen = selectedIncident.peek();
    if (chosen !== null && chosen !== selected && isListed(chosen)) zooms.add(current);
    selected = chosen;
    if (!zooms.has(current)) listedIn.value = current;
    void askForLists(api);
  });
  let askedMs = performance.now();
  api.on('incidentsChanged', () => void askForLists(api));
  api.on('recorded', () => {
    if (performance.now() - askedMs < GAPS_AGAIN_MS) return;
    askedMs = performance.now();
    void askForLists(api);
  });
  api.on('notice', (notice) => {
    const others = (notices.value ?? []).filter(({ id }) => id !== notice.id);
    notices.value = [notice, ...others];
  });
  void askForNotices(api);
}

export const refreshLists = askForLists;
