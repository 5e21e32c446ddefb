import { SUBJECTS } from '../../../main/domain/model/health.ts';
import type { Incident, IncidentClass } from '../../../main/domain/model/incident.ts';
import { CLASS_WORDS } from '../../../main/domain/words/class-words.ts';
import {
  capitalized,
  HEALTH_NAMES,
  KIND_NAMES,
  listText,
  SUBJECT_NAMES,
} from '../../../main/domain/words/names.ts';
import { countOf, countText } from '../../../main/domain/words/numbers.ts';

type Proof = Pick<Incident, 'class' | 'evidence'>;

function figureText({ class: incidentClass, evidence }: Proof): string {
  const words = CLASS_WORDS[incidentClass].figure;
  return words === undefined || evidence.figure === undefined ? '' : words(evidence.figure);
}

const lostText = ({ evidence: { lost, sent } }: Proof): string =>
  sent === 0 ? '' : `${countText(lost)} of ${countOf(sent, 'probe')} lost`;

/** What the kinds of an incident did; where all but a few packets came back, or all of them late, none failed. */
function failingWords(incidentClass: IncidentClass): string {
  if (incidentClass === 'degraded-loss') return 'lost packets';
  return incidentClass === 'degraded-latency' ? 'answered slowly' : 'failed';
}

function kindsText({ class: incidentClass, evidence: { failing, working } }: Proof): string {
  const names = (kinds: typeof failing): string => listText(kinds.map((kind) => KIND_NAMES[kind]));
  return [
    failing.length === 0 ? '' : `${names(failing)} ${failingWords(incidentClass)}`,
    working.length === 0 ? '' : `${names(working)} worked`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** `14 of 15 probes lost: TCP over IPv4 failed, ping over IPv4 worked.` */
export function evidenceText(proof: Proof): string {
  const figure = figureText(proof);
  // The share lost says the same as the count.
  const count = proof.class === 'degraded-loss' && figure !== '' ? '' : lostText(proof);
  const figures = [figure, count].filter((part) => part !== '').join(', ');
  const kinds = kindsText(proof);
  if (figures === '' && kinds === '') return 'Named by this machine itself; no probe was needed.';
  return `${capitalized([figures, kinds].filter((part) => part !== '').join(': '))}.`;
}

/** `ICMP good, IPv4 down, ...` as they were when it was named. */
export const lightsText = ({ evidence: { health } }: Pick<Incident, 'evidence'>): string =>
  `${SUBJECTS.map((subject) => `${SUBJECT_NAMES[subject]} ${HEALTH_NAMES[health[subject]]}`).join(', ')}.`;
