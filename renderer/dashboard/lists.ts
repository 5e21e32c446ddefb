import { batch, computed, effect } from '@preact/signals';
import type { Api, NotedIncident } from '../../main/contract/contract.ts';
import { wallMs } from '../../main/domain/model/units.ts';
import { reasonOf } from '../components/feedback/toasts.ts';
import { visibleRange } from './range/range.ts';
import type { ChosenRange } from './range/types.ts';
import {
  gaps,
  incidents,
  listAnswer,
  listedIn,
  listTrouble,
  notices,
  noticeTrouble,
  nowMs,
  range,
  state,
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

/** A gap that is over has just been recorded, or there is none; what could not be asked is asked again soon. */
async function askForGaps(api: Api): Promise<void> {
  const asked = epoch;
  const { fromMs, toMs } = visibleRange(range.peek().current, nowMs.peek());
  const span = { fromMs: wallMs(Math.max(0, fromMs)), toMs: wallMs(toMs) };
  const silent = await api.ask('gaps', span).catch(() => null);
  if (silent === null || asked !== epoch) return;
  // The charts draw anew for a new list only.
  if (JSON.stringify(silent) !== JSON.stringify(gaps.peek())) gaps.value = silent;
}

async function askForNotices(api: Api): Promise<void> {
  try {
    const answer = await api.ask('notices', null);
    batch(() => {
      notices.value = answer;
      noticeTrouble.value = null;
    });
  } catch (error) {
    noticeTrouble.value = reasonOf(error);
  }
}

/** Keeps the lists in step with the chosen range and with what main tells. */
export function keepLists(api: Api): void {
  effect(() => {
    const { current } = range.value;
    if (!zooms.has(current)) listedIn.value = current;
    void askForLists(api);
  });
  const phase = computed(() => state.value.phase);
  let before = phase.peek();
  effect(() => {
    const isBack = phase.value === 'running' && before !== 'running';
    before = phase.value;
    // What could not be read while the engine was not there can be read now.
    if (isBack) void refreshLists(api);
  });
  let askedMs = performance.now();
  api.on('incidentsChanged', () => void askForLists(api));
  api.on('recorded', () => {
    if (performance.now() - askedMs < GAPS_AGAIN_MS) return;
    askedMs = performance.now();
    void askForGaps(api);
  });
  api.on('notice', (notice) => {
    const others = (notices.value ?? []).filter(({ id }) => id !== notice.id);
    notices.value = [notice, ...others];
  });
  void askForNotices(api);
}

export async function refreshLists(api: Api): Promise<void> {
  await Promise.all([askForLists(api), askForNotices(api)]);
}
