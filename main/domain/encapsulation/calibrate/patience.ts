/** Figures of the policy; times in milliseconds, chosen in the simulator (test/support/encapsulation). */

/** Between two packets to one hop, after the first two: who has answered those needs fewer. */
export const STAGGER_MS = 150;
/** The same packet is tried again after so many round trips, and at least so long. */
const REPEAT_TIMES = 2.5;
const REPEAT_LEAST_MS = 300;

export const repeatAfterMs = (rttMs: number | null): number =>
  Math.max(REPEAT_LEAST_MS, REPEAT_TIMES * (rttMs ?? 0));

/** Pings of a hop that has not shown anything yet, more of one that answers none; and the pause between them. */
export const PINGS = 4;
export const PINGS_SILENT = 6;
export const PING_EVERY_MS = 500;

/** Packets of which none comes back are more than loss when that is less likely than this. */
const SILENT_CHANCE = 1e-5;
const SILENT_LEAST = 8;
const SILENT_MOST = 16;
/** The same for a way home, while one is known and while none is. */
const WAY_CHANCE = 0.03;
const WAY_LEAST = 2;
const WAY_MOST = 5;
const ONLY_WAY_CHANCE = 1e-3;
const ONLY_WAY_MOST = 8;

/** Where nobody has answered anything, such a share may be lost. */
export const UNKNOWN_LOSS = 0.25;

/** How many losses in a row have that chance when each packet is lost with `loss`, in (0, 1). */
function triesFor(chance: number, loss: number, least: number, most: number): number {
  const tries = Math.ceil(Math.log(chance) / Math.log(loss));
  return Math.min(most, Math.max(least, tries));
}

export const silentAfter = (loss: number): number => triesFor(SILENT_CHANCE, loss, SILENT_LEAST, SILENT_MOST);

export const wayFailsAfter = (loss: number, hasAnother: boolean): number =>
  hasAnother
    ? triesFor(WAY_CHANCE, loss, WAY_LEAST, WAY_MOST)
    : triesFor(ONLY_WAY_CHANCE, loss, WAY_LEAST, ONLY_WAY_MOST);
