import type { HealthBySubject, Subject } from '../model/health.ts';
import type { Evidence } from '../model/incident.ts';
import { capitalized, listText } from './names.ts';

const WORKING_NAMES: readonly (readonly [Subject, string])[] = [
  ['ipv4', 'IPv4'],
  ['ipv6', 'IPv6'],
  ['icmp', 'ping'],
  ['dns', 'DNS'],
];

/** The kinds an incident names: a light is judged from more than one of them. */
export type Proof = Pick<Evidence, 'failing' | 'working'>;

/** The one family that ping is known to work over. */
function pingFamily({ failing, working }: Proof): string {
  const [v4, v6] = [failing.includes('icmp4'), failing.includes('icmp6')];
  if (v4 !== v6) return v4 ? 'IPv6' : 'IPv4';
  const [answers4, answers6] = [working.includes('icmp4'), working.includes('icmp6')];
  if (answers4 !== answers6) return answers4 ? 'IPv4' : 'IPv6';
  return 'one family';
}

/** Degraded: ping works over one family only, anything else unsteadily. */
const inPart = (subject: Subject, name: string, proof: Proof): string =>
  subject === 'icmp' ? `${name} works over ${pingFamily(proof)} only` : `${name} works in part`;

/** A ping that has just begun to fail is still a good light: nothing is said of it. */
const isDoubtful = (subject: Subject, { failing }: Proof): boolean =>
  subject === 'icmp' && (failing.includes('icmp4') || failing.includes('icmp6'));

/** `IPv6 and ping work`, of the subjects asked for, or `ping works over IPv6 only`; empty when none of them does. */
export function whatWorks(health: HealthBySubject, of: readonly Subject[], proof: Proof): string {
  const asked = WORKING_NAMES.filter(([subject]) => of.includes(subject));
  const whole = asked
    .filter(([subject]) => health[subject] === 'good' && !isDoubtful(subject, proof))
    .map(([, name]) => name);
  const parts = asked
    .filter(([subject]) => health[subject] === 'degraded')
    .map(([subject, name]) => inPart(subject, name, proof));
  const work = whole.length === 0 ? [] : [`${listText(whole)} ${whole.length === 1 ? 'works' : 'work'}`];
  return [...work, ...parts].join(', ');
}

/** What is down beside an incident that is not about names. */
export const alsoDown = (health: HealthBySubject): string => (health.dns === 'down' ? 'DNS is down' : '');

/** `IPv6 and ping work, your router answers: probably your provider.` Facts first, then the reading of them. */
export function reading(facts: readonly string[], conclusion: string): string {
  const known = facts.filter((fact) => fact !== '');
  const sentence = known.length === 0 ? conclusion : `${known.join(', ')}: ${conclusion}`;
  return `${capitalized(sentence)}.`;
}

/** Degraded is not enough: so is the light of a router that is silent while traffic passes. */
export const routerAnswers = (health: HealthBySubject): boolean => health.gateway === 'good';

/** A router that answers clears itself and the way to it; one that never did, or is silent, clears nobody. */
export function beyondRouter(health: HealthBySubject, facts: readonly string[]): string {
  return routerAnswers(health)
    ? reading([...facts, 'your router answers'], 'probably your provider')
    : reading(facts, 'cannot tell yet whether it is your router or your provider');
}
