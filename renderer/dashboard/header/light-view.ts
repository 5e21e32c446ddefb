import type { Light } from '../../../main/contract/app-state.ts';
import type { Health, Subject } from '../../../main/domain/model/health.ts';
import { HEALTH_NAMES, SUBJECT_EXPLANATIONS, SUBJECT_NAMES } from '../../../main/domain/words/names.ts';
import { millisecondsText, percentText } from '../../../main/domain/words/numbers.ts';

export interface LightView {
  readonly subject: Subject;
  readonly name: string;
  readonly explanation: string;
  readonly health: Health;
  readonly word: string;
  readonly rtt: string;
  readonly loss: string;
  /** All of it as a sentence. */
  readonly label: string;
}

/** The three lights first, then what is on this side of the line. */
export const LIGHT_ORDER: readonly Subject[] = ['icmp', 'ipv4', 'ipv6', 'gateway', 'dns'];
export const MAIN_LIGHTS: readonly Subject[] = ['icmp', 'ipv4', 'ipv6'];

const NOTHING = '–';

export function lightView(lights: readonly Light[], subject: Subject): LightView {
  const light = lights.find((one) => one.subject === subject);
  const health = light?.health ?? 'unknown';
  const rttMs = light?.rttMs ?? null;
  const share = light?.loss ?? null;
  const rtt = rttMs === null ? NOTHING : millisecondsText(rttMs);
  const loss = share === null ? NOTHING : percentText(share);
  const word = HEALTH_NAMES[health];
  const figures = [
    rttMs === null ? 'no round trip' : `${rtt} round trip`,
    share === null ? 'no loss figure' : `${loss} lost`,
  ].join(' and ');
  const name = SUBJECT_NAMES[subject];
  const label = `${name}: ${word}, ${figures} in the last minute`;
  return { subject, name, explanation: SUBJECT_EXPLANATIONS[subject], health, word, rtt, loss, label };
}
