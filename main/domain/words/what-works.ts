import type { HealthBySubject, Subject } from '../model/health.ts';
import { capitalized, listText } from './names.ts';

const WORKING_NAMES: readonly (readonly [Subject, string])[] = [
  ['ipv4', 'IPv4'],
  ['ipv6', 'IPv6'],
  ['icmp', 'ping'],
  ['dns', 'DNS'],
];

export const works = (health: HealthBySubject, subject: Subject): boolean =>
  health[subject] === 'good' || health[subject] === 'degraded';

/** `IPv6 and ping work`, of the subjects asked for; empty when none of them does. */
export function whatWorks(health: HealthBySubject, of: readonly Subject[]): string {
  const names = WORKING_NAMES.filter(([subject]) => of.includes(subject) && works(health, subject)).map(
    ([, name]) => name,
  );
  if (names.length === 0) return '';
  return `${listText(names)} ${names.length === 1 ? 'works' : 'work'}`;
}

/** `IPv6 and ping work, your router answers: probably your provider.` Facts first, then the reading of them. */
export function reading(facts: readonly string[], conclusion: string): string {
  const known = facts.filter((fact) => fact !== '');
  const sentence = known.length === 0 ? conclusion : `${known.join(', ')}: ${conclusion}`;
  return `${capitalized(sentence)}.`;
}

/** A router that answers clears itself and the way to it; one that never did, or is silent, clears nobody. */
export function beyondRouter(health: HealthBySubject, facts: readonly string[]): string {
  return works(health, 'gateway')
    ? reading([...facts, 'your router answers'], 'probably your provider')
    : reading(facts, 'cannot tell yet whether it is your router or your provider');
}
