import type { Incident, IncidentClass } from '../model/incident.ts';
import type { Instant } from '../outage/types.ts';
import { CLASS_WORDS } from '../words/class-words.ts';
import { type Tracked, tracked } from './tracked.ts';
import type { Delivery, Notice, NoticeInput } from './types.ts';

/**
 * What was left open has to show itself again within 25 s, or 90 s where it is a matter of degree, else it
 * ended unseen (the detector's rule): nobody is told of it before that.
 */
const CONFIRM_MS = { down: 30_000, degraded: 95_000 } as const;

/** What an earlier run has told, in the terms of this one. */
export interface Left {
  readonly ids: readonly string[];
  /** Begun and told, without an end; some of them have ended since. */
  readonly told: readonly Tracked[];
  /** Open, and nothing was told. */
  readonly waiting: readonly Tracked[];
  readonly missed: readonly { readonly one: Tracked; readonly why: Delivery }[];
  readonly shown: readonly { readonly class: IncidentClass; readonly monoMs: number }[];
  /** Begins of incidents that nothing else is known of. */
  readonly forgotten: readonly {
    readonly incident: string;
    readonly title: string;
    readonly delivery: Delivery;
    readonly told: boolean;
  }[];
}

type Adopt = Extract<NoticeInput, { type: 'adopt' }>;

/** The wall time of another run on this run's monotonic clock; never later than now. */
const monoOf = (atMs: number, at: Instant): number => at.monoMs - Math.max(0, at.wallMs - atMs);

export function readLeft({ at, notices, open, ended = [] }: Adopt): Left {
  const known = new Map([...ended, ...open].map((incident) => [incident.id, incident]));
  const byId = new Map(notices.map((notice) => [notice.id, notice]));
  const told: Tracked[] = [];
  const missed: { one: Tracked; why: Delivery }[] = [];
  const forgotten: Left['forgotten'][number][] = [];
  for (const begun of byTime(notices)) {
    if (begun.kind !== 'begun' || begun.incident === null) continue;
    const incident = known.get(begun.incident);
    const end = byId.get(`${begun.incident}:ended`);
    const one = incident === undefined ? null : adopted(incident, begun, notices, at);
    const last = end ?? begun;
    // A digest since then has told of it.
    if (one !== null && isHidden(last) && !hasDigestSince(notices, last))
      missed.push({ one, why: last.delivery });
    if (end !== undefined) continue;
    if (one !== null) told.push(one);
    else forgotten.push(forgottenOf(begun, begun.incident, notices));
  }
  const isTold = new Set(told.map(({ incident }) => incident.id));
  return {
    ids: [...byId.keys()],
    told,
    waiting: open.filter(({ id }) => !isTold.has(id)).map((incident) => waiting(incident, at)),
    missed,
    shown: shownTimes(notices, known, at),
    forgotten,
  };
}

const byTime = (notices: readonly Notice[]): readonly Notice[] =>
  [...notices].sort((a, b) => a.atMs - b.atMs);

const isHidden = ({ delivery }: Notice): boolean => delivery === 'quiet-hours' || delivery === 'cooldown';

const hasDigestSince = (notices: readonly Notice[], { atMs }: Notice): boolean =>
  notices.some((notice) => notice.kind === 'digest' && notice.atMs >= atMs);

/** One that the desktop refused counts as told, as it does within a run. */
function wasTold(begun: Notice, notices: readonly Notice[]): boolean {
  if (begun.delivery === 'shown' || begun.delivery === 'failed') return true;
  return isHidden(begun) && hasDigestSince(notices, begun);
}

function adopted(incident: Incident, begun: Notice, notices: readonly Notice[], at: Instant): Tracked {
  const one = tracked(incident, monoOf(incident.sinceMs, at), at.monoMs);
  one.begun = begun.delivery;
  one.told = wasTold(begun, notices);
  return one;
}

function waiting(incident: Incident, at: Instant): Tracked {
  const { state } = CLASS_WORDS[incident.class];
  return tracked(incident, monoOf(incident.sinceMs, at), at.monoMs + CONFIRM_MS[state]);
}

function forgottenOf(begun: Notice, incident: string, notices: readonly Notice[]): Left['forgotten'][number] {
  return { incident, title: begun.title, delivery: begun.delivery, told: wasTold(begun, notices) };
}

function shownTimes(
  notices: readonly Notice[],
  known: ReadonlyMap<string, Incident>,
  at: Instant,
): Left['shown'] {
  return notices.flatMap(({ delivery, incident, atMs }) => {
    const found = delivery === 'shown' && incident !== null ? known.get(incident) : undefined;
    return found === undefined ? [] : [{ class: found.class, monoMs: monoOf(atMs, at) }];
  });
}
