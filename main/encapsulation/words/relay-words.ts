import { translationClause } from '../../domain/encapsulation/reading/translation.ts';
import type { HopCalibration, NotTestable } from '../../domain/model/encapsulation.ts';
import type { Trouble } from '../../trace/run/trouble.ts';

/** Why a host can't show its way, to stand behind its name. */
const WHY: Readonly<Record<NotTestable, string>> = {
  refuses: 'does not decapsulate (take packets in IP-in-IP apart), as it says itself',
  prohibited: "can't be asked whether it decapsulates, since somebody on the way forbids packets in IP-in-IP",
  swallows: 'answers ordinary pings but no packets in IP-in-IP, so it probably does not decapsulate',
  silent: 'answers nothing at all, so nobody can tell whether it decapsulates packets in IP-in-IP',
  'no-way-home': 'decapsulates packets in IP-in-IP, but nothing of what was in them was seen again',
};

/** What a translator of addresses on the way looks like as well. */
const LIKE_TRANSLATION: ReadonlySet<NotTestable> = new Set(['swallows', 'silent', 'no-way-home']);

/** Null: it does decapsulate. `source`: the own address towards it. */
export function relayFault(
  { decapsulates, reason, address }: HopCalibration,
  source: string | null,
): string | null {
  if (decapsulates === 'yes') return null;
  const why = reason ?? 'swallows';
  const clause = source !== null && LIKE_TRANSLATION.has(why) ? translationClause(source, address) : '';
  return `${WHY[why]}${clause}`;
}

/** `nearest`: a hop on the way to it that does; null: there is none; undefined: nobody has looked. */
export function relayTrouble(host: string, fault: string, nearest: string | null | undefined): Trouble {
  const text = `${host} ${fault}: its way can't be seen from here`;
  if (nearest === undefined) return { failure: 'relay', text: `${text}; name another host.` };
  return {
    failure: 'relay',
    text:
      nearest === null
        ? `${text}, and neither does any hop on the way to it; name another host.`
        : `${text}. The nearest hop before it that does decapsulate is ${nearest}: trace the way back from there.`,
  };
}
