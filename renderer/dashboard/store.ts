import { computed, signal } from '@preact/signals';
import type { AppState } from '../../main/contract/app-state.ts';
import type { NotedIncident } from '../../main/contract/contract.ts';
import type { Gap } from '../../main/domain/model/gap.ts';
import { wallMs } from '../../main/domain/model/units.ts';
import type { Notice } from '../../main/domain/notices/types.ts';
import { sameItems, within } from './incidents/incident-view.ts';
import { START_RANGE, type Visible, visibleRange } from './range/range.ts';
import type { ChosenRange, RangeStack } from './range/types.ts';

/** Shown until main has answered for the first time: a window is never blank. */
const BEFORE_THE_FIRST: AppState = {
  atMs: wallMs(Date.now()),
  phase: 'starting',
  tray: 'starting',
  verdict: { state: 'unknown', headline: 'Faultline is starting.', detail: '' },
  lights: [],
  network: '',
  mode: { icmp: 'none', reason: '' },
  pause: null,
  open: [],
  quiet: { active: false, untilMs: null },
  history: null,
  advice: [],
  firstRun: false,
  version: '',
};

/** The last state that main told. */
export const state = signal<AppState>(BEFORE_THE_FIRST);

/** Main has told a state: before that its time is not known either, so nothing of the history is asked. */
export const answered = signal(false);

/** Why main can't be asked at all; null: it can. */
export const unreachable = signal<string | null>(null);

/** Main's clock, moved on by whole seconds while the window is visible. */
export const nowMs = signal<number>(BEFORE_THE_FIRST.atMs);

/** What the charts, the timeline and the lists show, and the way back. */
export const range = signal<RangeStack>(START_RANGE);

/** The chosen range as times; a live one moves every second. */
export const shownSpan = computed<Visible>(() => visibleRange(range.value.current, nowMs.value));

/** Incidents and gaps that touch the chosen range; null: not answered yet. Incidents are newest first. */
export const incidents = signal<readonly NotedIncident[] | null>(null);
export const gaps = signal<readonly Gap[] | null>(null);

/** Ranges that selecting an incident led to. */
export const zooms = new WeakSet<ChosenRange>();
/** What the list is of: the chosen range, but selecting an incident zooms the charts only. */
export const listedIn = signal<ChosenRange>(START_RANGE.current);
/** Incidents of that range, as they were answered. */
export const listAnswer = signal<readonly NotedIncident[] | null>(null);
let lastListed: readonly NotedIncident[] = [];
/** The same, without those that a live range has moved on from. */
export const listed = computed(() => {
  const answer = listAnswer.value;
  if (answer === null) return null;
  const next = within(answer, visibleRange(listedIn.value, nowMs.value));
  // Most seconds leave it as it is: then nothing is drawn anew.
  if (!sameItems(next, lastListed)) lastListed = next;
  return lastListed;
});

export const isListed = (id: string): boolean => listed.peek()?.some((one) => one.id === id) === true;

/** After a note: the incident as it is now, wherever it is shown. */
export function replaceIncident(noted: NotedIncident): void {
  const replaced = (all: readonly NotedIncident[] | null): readonly NotedIncident[] | null =>
    all?.map((incident) => (incident.id === noted.id ? noted : incident)) ?? null;
  incidents.value = replaced(incidents.peek());
  listAnswer.value = replaced(listAnswer.peek());
}

/** Why the lists could not be asked for; null: they could. */
export const listTrouble = signal<string | null>(null);

/** The id of the incident that is selected in the list, the timeline and the charts alike. */
export const selectedIncident = signal<string | null>(null);

/** The incident that somebody came for, from a notice or the tray: its row takes the focus once it is there. */
export const soughtIncident = signal<string | null>(null);

/** Newest first; null: not answered yet. */
export const notices = signal<readonly Notice[] | null>(null);
/** Why they could not be asked for; null: they could. */
export const noticeTrouble = signal<string | null>(null);

export const TABS = ['incidents', 'notices', 'traces'] as const;
export type Tab = (typeof TABS)[number];
export const tab = signal<Tab>('incidents');
