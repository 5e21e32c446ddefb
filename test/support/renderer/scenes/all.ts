import { wallMs } from '../../../../main/domain/model/units.ts';
import type { Scene } from '../scene.ts';
import { AT, GOOD_SCENE, HOUR, incident, lightsBut, MINUTE, SECOND, stateOf } from './base.ts';
import { HELPERS } from './helper.ts';
import { PAST_GAPS, PAST_INCIDENTS, PAST_NOTICES } from './past.ts';
import { keptTraces, TRACES } from './traces.ts';

const lived: Scene = {
  ...GOOD_SCENE,
  incidents: PAST_INCIDENTS,
  gaps: PAST_GAPS,
  notices: PAST_NOTICES,
  traces: keptTraces(PAST_INCIDENTS[1].id),
  keptTraces: Object.values(TRACES),
};

const ipv4Down = incident({
  class: 'ipv4-only',
  sinceMs: AT - 3 * MINUTE - 12 * SECOND,
  untilMs: null,
  failing: ['tcp4'],
  lost: 15,
  sent: 15,
  health: { ipv4: 'down' },
});

const totalDown = incident({
  class: 'total',
  sinceMs: AT - 96 * SECOND,
  untilMs: null,
  failing: ['icmp4', 'icmp6', 'tcp4', 'tcp6', 'dns'],
  lost: 45,
  sent: 45,
  health: { icmp: 'down', ipv4: 'down', ipv6: 'down', dns: 'down' },
});

const lossy = incident({
  class: 'degraded-loss',
  sinceMs: AT - 7 * MINUTE,
  untilMs: null,
  failing: ['icmp4', 'icmp6', 'tcp4', 'tcp6'],
  lost: 41,
  sent: 520,
  figure: 7.9,
  health: { icmp: 'degraded', ipv4: 'degraded', ipv6: 'degraded' },
});

const DOWN = { health: 'down', rttMs: null, loss: 1 } as const;
const UNKNOWN = { health: 'unknown', rttMs: null, loss: null } as const;
const NOTHING_KNOWN = lightsBut({
  icmp: UNKNOWN,
  ipv4: UNKNOWN,
  ipv6: UNKNOWN,
  dns: UNKNOWN,
  gateway: UNKNOWN,
});

const WITHOUT_HELPER = HELPERS.unasked.reason;

/** Every state that a window has to show. */
export const SCENES = {
  good: lived,
  'ipv4-down': {
    ...lived,
    incidents: [ipv4Down, ...PAST_INCIDENTS],
    state: stateOf({ tray: 'outage', lights: lightsBut({ ipv4: DOWN }), open: [ipv4Down] }),
  },
  'everything-down': {
    ...lived,
    incidents: [totalDown, ...PAST_INCIDENTS],
    state: stateOf({
      tray: 'outage',
      lights: lightsBut({ icmp: DOWN, ipv4: DOWN, ipv6: DOWN, dns: DOWN }),
      open: [totalDown],
    }),
  },
  degraded: {
    ...lived,
    incidents: [lossy, ...PAST_INCIDENTS],
    state: stateOf({
      tray: 'degraded',
      lights: lightsBut({
        icmp: { health: 'degraded', rttMs: 28.4, loss: 0.081 },
        ipv4: { health: 'degraded', rttMs: 30.2, loss: 0.074 },
        ipv6: { health: 'degraded', rttMs: 33.9, loss: 0.083 },
      }),
      open: [lossy],
    }),
  },
  'no-ipv6': {
    ...lived,
    kinds: ['icmp4', 'tcp4', 'dns', 'gateway'],
    incidents: [],
    state: stateOf({ lights: lightsBut({ ipv6: { health: 'unavailable', rttMs: null, loss: null } }) }),
  },
  starting: {
    ...lived,
    state: stateOf({
      phase: 'starting',
      tray: 'starting',
      lights: NOTHING_KNOWN,
      verdict: { state: 'unknown', headline: 'Faultline is starting.', detail: '' },
      mode: { icmp: 'none', reason: 'Faultline is starting.' },
      network: '',
    }),
  },
  'first-run': {
    ...GOOD_SCENE,
    measuredFromMs: AT - 20 * SECOND,
    state: stateOf({ firstRun: true }),
  },
  empty: { ...GOOD_SCENE, notices: [] },
  failed: {
    ...lived,
    state: stateOf({
      phase: 'failed',
      tray: 'no-helper',
      lights: NOTHING_KNOWN,
      verdict: {
        state: 'unknown',
        headline: 'Nothing is being measured.',
        detail:
          'The data folder /home/you/.local/share/faultline is used by another Faultline. End that one, then try again.',
      },
      mode: { icmp: 'none', reason: 'The data folder is used by another Faultline.' },
      network: '',
      history: null,
      advice: [
        {
          id: 'engine',
          what: 'The data folder /home/you/.local/share/faultline is used by another Faultline.',
          wayOut: 'End that one, then try again.',
          action: 'retry-engine',
        },
      ],
    }),
    refused: {
      series: { what: 'The history can not be read.', wayOut: 'Nothing is being measured.' },
      incidents: { what: 'The history can not be read.', wayOut: 'Nothing is being measured.' },
      gaps: { what: 'The history can not be read.', wayOut: 'Nothing is being measured.' },
    },
  },
  'no-helper': {
    ...lived,
    helper: HELPERS.unasked,
    state: stateOf({
      tray: 'no-helper',
      mode: { icmp: 'ping', reason: WITHOUT_HELPER },
      advice: [
        {
          id: 'helper',
          what: "The helper is not running: ICMP is measured by the system's ping, less precisely.",
          wayOut: WITHOUT_HELPER,
          action: 'fix-helper',
        },
      ],
    }),
  },
  advice: {
    ...lived,
    state: stateOf({
      history: {
        writing: false,
        reason: 'The disk is full: free some space, it goes on by itself.',
        bytes: 41_300_000,
        setAside: null,
      },
      advice: [
        {
          id: 'history',
          what: 'The history is not being written.',
          wayOut: 'The disk is full: free some space, it goes on by itself.',
          action: 'open-data-folder',
        },
        {
          id: 'settings',
          what: 'The settings file was damaged. It was set aside, and the last good settings are in force.',
          wayOut: 'Look whether they are what you want.',
          action: 'open-settings',
        },
        {
          id: 'tray',
          what: 'This desktop has no place for a tray icon.',
          wayOut: 'The dashboard opens at the start instead.',
          action: null,
        },
      ],
    }),
  },
  paused: {
    ...lived,
    gaps: [{ fromMs: wallMs(AT - 4 * MINUTE), toMs: wallMs(AT), reason: 'pause' }, ...PAST_GAPS],
    state: stateOf({
      tray: 'paused',
      pause: { untilMs: wallMs(AT + 11 * MINUTE) },
      lights: lightsBut(
        Object.fromEntries(
          (['icmp', 'ipv4', 'ipv6', 'dns', 'gateway'] as const).map((subject) => [
            subject,
            { health: 'good', rttMs: null, loss: null },
          ]),
        ),
      ),
    }),
  },
  quiet: {
    ...lived,
    state: stateOf({ quiet: { active: true, untilMs: wallMs(AT + 7 * HOUR) } }),
  },
  unreachable: {
    ...lived,
    refused: {
      state: {
        what: 'Something went wrong inside Faultline.',
        wayOut: 'Try again; the log has the details.',
      },
      settings: { what: 'The settings could not be read.', wayOut: 'Try again; the log has the details.' },
    },
  },
} as const satisfies Readonly<Record<string, Scene>>;

export type SceneName = keyof typeof SCENES;
