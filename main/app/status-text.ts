import type { AppState, Light } from '../contract/app-state.ts';
import type { Mode } from '../domain/model/mode.ts';
import { HEALTH_NAMES, NOT_MEASURED, SUBJECT_NAMES } from '../domain/words/names.ts';
import { millisecondsText, percentText } from '../domain/words/numbers.ts';
import { clockText, dateText, type Zone } from '../domain/words/times.ts';

const MODE_TEXTS: Readonly<Record<Mode['icmp'], string>> = {
  helper: 'ICMP is measured by the helper.',
  ping: "ICMP is measured by the system's ping.",
  none: 'ICMP is not measured.',
};

function lightText({ subject, health, rttMs, loss }: Light, paused: boolean): string {
  if (paused) return `${SUBJECT_NAMES[subject]}: ${NOT_MEASURED}`;
  const figures = [
    ...(rttMs === null ? [] : [millisecondsText(rttMs)]),
    ...(loss === null ? [] : [`${percentText(loss)} lost`]),
  ];
  const state = `${SUBJECT_NAMES[subject]}: ${HEALTH_NAMES[health]}`;
  return figures.length === 0 ? state : `${state} (${figures.join(', ')})`;
}

/** What a person pastes into a message to somebody who helps. */
export function statusText(state: AppState, zone: Zone): string {
  const { verdict, lights, pause, network, mode, advice } = state;
  const lines = [
    `${verdict.headline} ${verdict.detail}`.trim(),
    ...lights.map((light) => lightText(light, pause !== null)),
    `Network: ${network === '' ? 'not known yet' : network}`,
    `${MODE_TEXTS[mode.icmp]} ${mode.reason}`.trim(),
    ...advice.filter(({ id }) => id !== 'helper').map(({ what, wayOut }) => `${what} ${wayOut}`.trim()),
    `Faultline ${state.version}, ${dateText(state.atMs, zone)} ${clockText(state.atMs, zone)}`,
  ];
  return lines.join('\n');
}
