import type { HelperView } from '../../../main/contract/helper-view.ts';
import type { HelperChoice, HelperWayName } from '../../../main/domain/model/helper-way.ts';

export interface ChoiceWords {
  readonly title: string;
  /** What it means, and what it exposes. */
  readonly line: string;
}

export const CHOICE_WORDS: Readonly<Record<HelperChoice, ChoiceWords>> = {
  auto: {
    title: 'Automatic',
    line: 'The first of these that works here. By itself Faultline only starts a helper that asks nobody.',
  },
  'file-capability': {
    title: 'Installed with its right',
    line: 'The package has given the helper’s file one right, to open raw sockets. Nobody is asked. Any user of this machine can start it, for the probes that it offers and nothing else.',
  },
  pkexec: {
    title: 'Desktop password window (polkit)',
    line: 'You are asked when you start the helper. It has all rights until its sockets are open, and gives them up before it listens to anybody.',
  },
  'sudo-prompt': {
    title: 'System password question',
    line: 'The way of macOS. On Linux it needs the same password window, or kdesudo. You are asked in general words, a shell has all rights for that moment too, and the helper is reached through a socket that only you may open.',
  },
};

const BY_WAY: Readonly<Record<HelperWayName, string>> = {
  inherited: 'Whoever started Faultline had the right, and the helper has it from there.',
  'file-capability': 'The installed helper has the right by itself; nobody is asked.',
  pkexec: 'You gave it the right in the desktop’s password window.',
  'sudo-prompt': 'You gave it the right when the system asked for a password.',
};

/** What it still may do, once it listens. */
const keptWords = ({ uid, dropped }: NonNullable<HelperView['privilege']>): string =>
  dropped
    ? `It has given its rights up for good and runs as user ${uid}, with nothing but its open sockets.`
    : `It keeps this one right while it runs, as user ${uid}.`;

function runningWords(way: HelperWayName, privilege: HelperView['privilege']): string {
  return privilege === null ? BY_WAY[way] : `${BY_WAY[way]} ${keptWords(privilege)}`;
}

export interface HelperStatus {
  readonly shape: 'good' | 'degraded' | 'down';
  readonly headline: string;
  readonly detail: string;
}

/** Whether it runs and by which way; else why not. `refused`: an attempt whose reason is said elsewhere already. */
export function helperStatus(view: HelperView, refused: boolean): HelperStatus {
  const { active, privilege, reason, distrust } = view;
  if (active === null && distrust !== '') {
    return {
      shape: 'down',
      headline: 'The helper is not started, because its files can not be trusted.',
      detail: distrust,
    };
  }
  if (active === null) {
    return {
      shape: 'degraded',
      headline: 'No helper runs. Ping is less precise without it, and traceroutes can not be run.',
      detail: refused ? '' : reason,
    };
  }
  if (distrust !== '') {
    return {
      shape: 'degraded',
      headline: 'The helper runs, but its files can no longer be trusted. It would not be started again.',
      detail: distrust,
    };
  }
  return { shape: 'good', headline: 'The helper runs.', detail: runningWords(active, privilege) };
}

/** Why this can't be chosen; empty: it can. */
export const obstacleTo = ({ ways }: HelperView, choice: HelperChoice): string =>
  ways.find(({ name }) => name === choice)?.obstacle ?? '';

/** Whether a person is going to be asked for a password. */
export function willAsk({ ways }: HelperView, choice: HelperChoice): boolean {
  const taken =
    choice === 'auto'
      ? ways.find(({ obstacle }) => obstacle === '')
      : ways.find(({ name }) => name === choice);
  return taken?.asks === true;
}

/** Nothing would change: it runs, and as it was chosen. */
export const isInForce = ({ active, choice }: HelperView, picked: HelperChoice): boolean =>
  active !== null && picked === choice && (choice === 'auto' || choice === active);
