import { type HealthBySubject, SUBJECTS, type Subject } from '../model/health.ts';
import type { Incident } from '../model/incident.ts';
import type { WallMs } from '../model/units.ts';
import { CLASS_WORDS } from './class-words.ts';
import { openIncidentText } from './incident-text.ts';
import { listText, SUBJECT_NAMES } from './names.ts';
import type { Shown } from './shapes.ts';
import type { Zone } from './times.ts';

export interface VerdictInput {
  readonly health: HealthBySubject;
  /** Parent first. */
  readonly open: readonly Incident[];
  readonly nowMs: WallMs;
  readonly zone: Zone;
  readonly paused?: boolean;
}

/** One plain sentence, then what still works and whose side it is probably on. */
export interface Verdict {
  readonly state: Shown;
  readonly headline: string;
  /** Empty when there is nothing to add. */
  readonly detail: string;
}

const names = (subjects: readonly Subject[]): string =>
  listText(subjects.map((subject) => SUBJECT_NAMES[subject]));
const are = (subjects: readonly Subject[]): string => (subjects.length === 1 ? 'is' : 'are');

function whileOpen(first: Incident, others: readonly Incident[], input: VerdictInput): Verdict {
  const words = CLASS_WORDS[first.class];
  const also = others.map((incident) => openIncidentText(incident, input.nowMs, input.zone));
  return {
    state: [first, ...others].some((incident) => CLASS_WORDS[incident.class].state === 'down')
      ? 'down'
      : 'degraded',
    headline: openIncidentText(first, input.nowMs, input.zone),
    detail: [words.detail(input.health, first.evidence), ...also.map((text) => `Also: ${text}`)].join(' '),
  };
}

/** Lights without an incident: all is well, or too early to say. */
function byLights(health: HealthBySubject): Verdict {
  const having = (wanted: string): Subject[] => SUBJECTS.filter((subject) => health[subject] === wanted);
  const silent = having('down');
  const degraded = having('degraded');
  const missing = having('unavailable');
  const absent =
    missing.length === 0 ? '' : `${names(missing)} ${are(missing)} not available on this network.`;
  if (silent.length > 0) {
    const verb = silent.length === 1 ? 'does' : 'do';
    return {
      state: 'down',
      headline: `${names(silent)} ${verb} not answer.`,
      detail: 'Making sure before naming it.',
    };
  }
  if (degraded.length > 0) {
    return { state: 'degraded', headline: `${names(degraded)} ${are(degraded)} unsteady.`, detail: absent };
  }
  if (having('good').length === 0 && having('unknown').every((subject) => subject === 'gateway')) {
    return {
      state: 'unavailable',
      headline: 'Nothing answers on this network, and nothing did before.',
      detail: '',
    };
  }
  if (having('good').length === 0) {
    return { state: 'unknown', headline: 'Measuring, no verdict yet.', detail: absent };
  }
  return { state: 'good', headline: 'All is well.', detail: absent };
}

export function verdict(input: VerdictInput): Verdict {
  if (input.paused === true) {
    return {
      state: 'paused',
      headline: 'Monitoring is paused.',
      detail: 'Nothing is measured until it resumes.',
    };
  }
  const [first, ...others] = input.open;
  return first === undefined ? byLights(input.health) : whileOpen(first, others, input);
}
