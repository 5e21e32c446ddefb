import type { AppState, Light, TrayState } from '../../contract/app-state.ts';
import type { Destination, TraceDestination, TraceTargets } from '../../contract/contract.ts';
import type { Subject } from '../../domain/model/health.ts';
import type { Incident } from '../../domain/model/incident.ts';
import { CLASS_WORDS } from '../../domain/words/class-words.ts';
import { HEALTH_NAMES, NOT_MEASURED, SUBJECT_NAMES } from '../../domain/words/names.ts';
import { SHAPES } from '../../domain/words/shapes.ts';
import { durationText, momentText, type Zone } from '../../domain/words/times.ts';

/** What an entry does when it is chosen. */
export type TrayAction =
  | { readonly type: 'dashboard'; readonly destination: Destination | null }
  | { readonly type: 'traceroute'; readonly trace: TraceDestination }
  | { readonly type: 'settings' }
  /** Null: until resumed. */
  | { readonly type: 'pause'; readonly forMs: number | null }
  | { readonly type: 'resume' }
  | { readonly type: 'copy-status' }
  | { readonly type: 'about' }
  | { readonly type: 'quit' };

export type MenuEntry =
  | { readonly type: 'separator' }
  | { readonly type: 'item'; readonly label: string; readonly action: TrayAction }
  | { readonly type: 'submenu'; readonly label: string; readonly entries: readonly MenuEntry[] };

/** Everything that can be seen of the tray; two equal ones look the same. */
export interface TrayModel {
  readonly icon: TrayState;
  readonly tooltip: string;
  readonly menu: readonly MenuEntry[];
}

/** The figures of a light in words; see SteadyFigures. */
export type FiguresText = (light: Light) => string;

/** All that a model is made of. */
export interface Shown {
  readonly state: AppState;
  readonly targets: TraceTargets;
  readonly figures: FiguresText;
  readonly zone: Zone;
}

const SHOWN_SUBJECTS: readonly Subject[] = ['icmp', 'ipv4', 'ipv6'];
const MINUTE_MS = 60_000;
const MOST_INCIDENTS = 3;
const MOST_ADVICE = 2;
const MOST_ADVICE_LENGTH = 60;
/** Of each sort of target: the window has them all. */
const MOST_TARGETS = 8;

const PAUSES: readonly (readonly [label: string, forMs: number | null])[] = [
  ['15 minutes', 15 * MINUTE_MS],
  ['1 hour', 60 * MINUTE_MS],
  ['Until resumed', null],
];

const SEPARATOR: MenuEntry = { type: 'separator' };
const item = (label: string, action: TrayAction): MenuEntry => ({ type: 'item', label, action });
const section = (entries: readonly MenuEntry[]): readonly MenuEntry[] =>
  entries.length === 0 ? [] : [...entries, SEPARATOR];
const toDashboard = (label: string): MenuEntry => item(label, { type: 'dashboard', destination: null });

/** Whole minutes only: the menu would else be another one each second. */
function runningText(sinceMs: number, nowMs: number): string {
  const minutes = Math.floor((nowMs - sinceMs) / MINUTE_MS);
  return minutes < 1 ? 'less than a minute' : durationText(minutes * MINUTE_MS);
}

/** The verdict without its running time, which has a line of its own. */
function verdictText({ verdict, pause, open, atMs }: AppState, zone: Zone): string {
  if (pause !== null) {
    const { untilMs } = pause;
    return untilMs === null
      ? 'Monitoring is paused.'
      : `Monitoring is paused until ${momentText(untilMs, atMs, zone)}.`;
  }
  const [first] = open;
  if (first === undefined) return verdict.headline;
  return `${CLASS_WORDS[first.class].now} since ${momentText(first.sinceMs, atMs, zone)}.`;
}

function lightText({ pause }: AppState, light: Light, figures: FiguresText): string {
  const { subject, health } = light;
  if (pause !== null) return `${SUBJECT_NAMES[subject]} ${NOT_MEASURED}`;
  const told = health === 'unavailable' ? '' : figures(light);
  return `${SUBJECT_NAMES[subject]} ${told === '' ? HEALTH_NAMES[health] : told}`;
}

const shownLights = ({ lights }: AppState): readonly Light[] =>
  SHOWN_SUBJECTS.flatMap((subject) => lights.find((light) => light.subject === subject) ?? []);

function lightEntries(state: AppState, figures: FiguresText): readonly MenuEntry[] {
  return shownLights(state).map((light) => {
    const shape = SHAPES[state.pause === null ? light.health : 'paused'];
    return toDashboard(`${shape.unicode} ${lightText(state, light, figures)}`);
  });
}

const incidentEntry = ({ id, class: kind, sinceMs }: Incident, nowMs: number): MenuEntry =>
  item(`${CLASS_WORDS[kind].title} for ${runningText(sinceMs, nowMs)}`, {
    type: 'dashboard',
    destination: { incident: id, tab: 'incidents', trace: null },
  });

/** The first clause says what it is about; the dashboard has the rest. */
const briefly = (what: string): string =>
  `${(/^[^:.]+/.exec(what)?.[0] ?? what).slice(0, MOST_ADVICE_LENGTH).trim()}…`;

/** Without a tray nobody reads this, so its own trouble has no place here. */
const adviceEntries = ({ advice }: AppState): readonly MenuEntry[] =>
  advice
    .filter(({ id }) => id !== 'tray')
    .slice(0, MOST_ADVICE)
    .map(({ what }) => toDashboard(briefly(what)));

/** Goes on until it is stopped, as from the dashboard: loss shows only over time. */
const traceEntry = (host: string, label = host): MenuEntry =>
  item(label, {
    type: 'traceroute',
    trace: { kind: 'run', ask: { host, mode: 'continuous', method: 'auto', family: null } },
  });

function traceMenu({ affected = [], anchors, gateways, recent }: TraceTargets): MenuEntry {
  return {
    type: 'submenu',
    label: 'Trace now',
    entries: [
      ...section(affected.map((host) => traceEntry(host, `Affected ${host}`))),
      ...section(anchors.slice(0, MOST_TARGETS).map((host) => traceEntry(host))),
      ...section(gateways.map((host) => traceEntry(host, `Router ${host}`))),
      ...section(recent.slice(0, MOST_TARGETS).map((host) => traceEntry(host))),
      item('Other…', { type: 'traceroute', trace: { kind: 'ask' } }),
    ],
  };
}

function pauseEntry({ pause }: AppState): MenuEntry {
  if (pause !== null) return item('Resume', { type: 'resume' });
  const entries = PAUSES.map(([label, forMs]) => item(label, { type: 'pause', forMs }));
  return { type: 'submenu', label: 'Pause', entries };
}

function quietText({ quiet, atMs }: AppState, zone: Zone): string {
  if (!quiet.active) return 'Quiet hours: not now';
  return quiet.untilMs === null
    ? 'Quiet hours: now'
    : `Quiet hours: until ${momentText(quiet.untilMs, atMs, zone)}`;
}

function menu({ state, targets, figures, zone }: Shown): readonly MenuEntry[] {
  const shape = SHAPES[state.pause === null ? state.verdict.state : 'paused'].unicode;
  const incidents = state.pause === null ? state.open.slice(0, MOST_INCIDENTS) : [];
  return [
    ...section([toDashboard(`${shape} ${verdictText(state, zone)}`)]),
    ...section(lightEntries(state, figures)),
    ...section(incidents.map((incident) => incidentEntry(incident, state.atMs))),
    ...section(adviceEntries(state)),
    toDashboard('Open dashboard'),
    traceMenu(targets),
    pauseEntry(state),
    item(quietText(state, zone), { type: 'settings' }),
    item('Settings', { type: 'settings' }),
    item('Copy status', { type: 'copy-status' }),
    SEPARATOR,
    item('About Faultline', { type: 'about' }),
    item('Quit', { type: 'quit' }),
  ];
}

/** The verdict and the three figures. */
function tooltip({ state, figures, zone }: Shown): string {
  const lights = shownLights(state).map((light) => lightText(state, light, figures));
  return [verdictText(state, zone), ...lights].join('\n');
}

export const trayModel = (shown: Shown): TrayModel => ({
  icon: shown.state.tray,
  tooltip: tooltip(shown),
  menu: menu(shown),
});
