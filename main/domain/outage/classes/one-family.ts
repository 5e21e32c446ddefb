import type { Kind } from '../../model/kind.ts';
import { areDown, areWorking, failBeside, sinceOf, speakersOf, withStatus } from './evidence.ts';
import type { IncidentRule } from './incident-class.ts';

/**
 * One family is broken and the other works. TCP speaks for a family; its ICMP may be either, since providers'
 * faults have been seen that spare it.
 */
export function oneFamilyRule(name: 'ipv4-only' | 'ipv6-only', family: 4 | 6): IncidentRule {
  const other = family === 4 ? 6 : 4;
  const kinds: readonly Kind[] = family === 4 ? ['tcp4', 'icmp4'] : ['tcp6', 'icmp6'];
  return {
    class: name,
    rank: 4,
    gradual: false,
    judge(view) {
      const speakers = speakersOf(view, family);
      const others = speakersOf(view, other);
      if (!areDown(view, speakers) || !areWorking(view, others)) return null;
      const since = sinceOf(view, speakers);
      if (!failBeside(view, speakers, others, since)) return null;
      return { since, failing: withStatus(view, kinds, 'down', 'suspect') };
    },
    isReady: () => true,
    persists: (view) => areDown(view, speakersOf(view, family)),
  };
}
