import type { Light } from '../../../main/contract/app-state.ts';
import type { Subject } from '../../../main/domain/model/health.ts';
import {
  HEALTH_NAMES,
  NOT_MEASURED,
  SUBJECT_EXPLANATIONS,
  SUBJECT_NAMES,
} from '../../../main/domain/words/names.ts';
import { millisecondsText, percentText } from '../../../main/domain/words/numbers.ts';
import type { Shown } from '../../../main/domain/words/shapes.ts';

export interface LightView {
  readonly subject: Subject;
  readonly name: string;
  readonly explanation: string;
  readonly shown: Shown;
  /** `good`; empty where it stands in place of the figures. */
  readonly word: string;
  /** Of the last minute; null: there are none, and `instead` says why. */
  readonly figures: { readonly rtt: string; readonly loss: string } | null;
  readonly instead: string;
}

/** The three lights first, then what is on this side of the line. */
export const LIGHT_ORDER: readonly Subject[] = ['icmp', 'ipv4', 'ipv6', 'gateway', 'dns'];
export const MAIN_LIGHTS: readonly Subject[] = ['icmp', 'ipv4', 'ipv6'];

const NOTHING = '–';

/** What was good before a pause may not be so now: nobody measures it. */
const pausedLight = (subject: Subject): LightView => ({
  subject,
  name: SUBJECT_NAMES[subject],
  explanation: SUBJECT_EXPLANATIONS[subject],
  shown: 'paused',
  word: '',
  figures: null,
  instead: NOT_MEASURED,
});

export function lightView(lights: readonly Light[], subject: Subject, paused = false): LightView {
  if (paused) return pausedLight(subject);
  const light = lights.find((one) => one.subject === subject);
  const health = light?.health ?? 'unknown';
  const rttMs = light?.rttMs ?? null;
  const share = light?.loss ?? null;
  const isSilent = rttMs === null && share === null;
  const saysItAll = isSilent && (health === 'unknown' || health === 'unavailable');
  return {
    subject,
    name: SUBJECT_NAMES[subject],
    explanation: SUBJECT_EXPLANATIONS[subject],
    shown: health,
    word: saysItAll ? '' : HEALTH_NAMES[health],
    figures: isSilent
      ? null
      : {
          rtt: rttMs === null ? NOTHING : millisecondsText(rttMs),
          loss: share === null ? NOTHING : percentText(share),
        },
    instead: saysItAll ? HEALTH_NAMES[health] : NOT_MEASURED,
  };
}
