/**
 * The figures of the policy. Times in milliseconds. They were chosen in the simulator (test/support/trace) for
 * paths of 8 to 12 hops: a complete trace within 1.2 x the longest round trip + 150 ms, with few packets.
 */

/** How boldly a path of unknown length is probed ahead of the answers. */
export interface Pace {
  /** TTLs probed at once. */
  readonly firstHops: number;
  /** While nothing is known more are opened by time alone, up to this TTL; their repeats go up to the other. */
  readonly guessFirst: number;
  readonly guessRepeat: number;
  /** How far ahead of the farthest answer first queries and repeats go: at least so many hops, ... */
  readonly aheadFirst: number;
  readonly aheadRepeat: number;
  /** ... and these shares of its distance: a path of 30 would take a round trip for each few hops otherwise. */
  readonly aheadFirstShare: number;
  readonly aheadRepeatShare: number;
  /** Its end is that of the figures: who answers some probes is waited for until the others are lost. */
  readonly judges: boolean;
}

/**
 * For a complete trace at once. The budget leaves 0.2 round trips + 150 ms, in which less than half of the path has
 * answered; whoever waits for evidence is late. 14: the two TTLs behind a destination at 12 are its second and
 * third query, so they are no waste. 13: a twelfth router gets its repeats in time.
 */
export const SWIFT: Pace = {
  firstHops: 8,
  guessFirst: 14,
  guessRepeat: 13,
  aheadFirst: 5,
  aheadRepeat: 3,
  aheadFirstShare: 1 / 2,
  aheadRepeatShare: 1 / 4,
  judges: true,
};

/**
 * For a first round that many follow. Three packets beyond the destination at most: Linux sends six ICMP errors at
 * once and one a second, and who has used them up reads loss where there is none, round after round.
 */
export const GENTLE: Pace = {
  firstHops: 4,
  guessFirst: 4,
  guessRepeat: 4,
  aheadFirst: 3,
  aheadRepeat: 3,
  aheadFirstShare: 0,
  aheadRepeatShare: 0,
  judges: false,
};

/** Guessing opens so many TTLs every so often. */
export const GUESS_STEP = 2;
export const GUESS_EVERY_MS = 30;

/**
 * Between two queries of a hop. The last of them is what a complete trace waits for, so they follow each other
 * closely; not more closely, or one burst of loss takes both.
 */
export const STAGGER_MS = 20;
/**
 * A hop that may lie beyond the destination is asked again so much later: a destination within 45 ms has answered by
 * then, and one that is farther away costs six packets or so, but no time.
 */
export const UNSURE_REPEAT_MS = 25;

/** So many silent TTLs behind the last that answers are taken for the end of what can be seen. */
export const SILENT_GAP = 8;
/** Probes with the largest TTL that ask whether the destination answers at all. */
export const FAR_PROBES = 3;
/** No new hop for the longest round trip and this: time to look farther. */
export const QUIET_MS = 100;
/** The same when nothing has answered at all. */
export const QUIET_UNKNOWN_MS = 400;

/**
 * How long a hop that has not answered is waited for: so many times the longest round trip of the trace, and so many
 * milliseconds at least. Less where something farther away has answered, so that the scale of the path is known; behind the last
 * answer another scale may begin, that of a satellite link (RFC 6298 section 2.1 starts with a second, too).
 */
export const PATIENCE_KNOWN = { times: 2, leastMs: 200 };
export const PATIENCE_UNKNOWN = { times: 3, leastMs: 1000 };
export const PATIENCE_GRACE_MS = 5;
/**
 * A packet may wait before it leaves, and so what becomes of it is known later than by its time limit. Who has said
 * nothing by so much after it will hardly do so.
 */
export const OWED_MS = 500;

/** Between two SYNs of which each is to be alone, at least: the reset by which this machine ends the first must pass. */
export const LONE_REST_MS = 30;

/** A refused probe is sent again after this, doubled with each refusal up to the bound. */
export const REFUSED_WAIT_MS = 50;
export const REFUSED_WAIT_MAX_MS = 800;
/** Nothing but refusals for so long: the trace ends. */
export const REFUSED_END_MS = 10_000;

/** Addresses kept for one hop; their answers stay in its figures. */
export const NODES_KEPT = 32;
/** Kinds of answer kept for one address. */
export const ANSWERS_KEPT = 8;
