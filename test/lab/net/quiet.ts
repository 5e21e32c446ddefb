import type { Lab } from './lab.ts';

/**
 * Settles when no packet is under way on any link, seen twice without a change between: whatever was sent before
 * the call has arrived or was dropped. Never settles while something goes on sending.
 */
export async function untilQuiet(lab: Lab): Promise<void> {
  const look = async () => {
    const counters = await Promise.all(lab.topology.links.map(({ name }) => lab.link(name).counters()));
    const directions = counters.flatMap(({ forward, backward }) => [forward, backward]);
    return {
      inFlight: directions.reduce((sum, { inFlight }) => sum + inFlight, 0),
      entered: directions.reduce((sum, { entered }) => sum + entered, 0),
    };
  };
  let before = await look();
  for (;;) {
    const now = await look();
    if (now.inFlight === 0 && before.inFlight === 0 && now.entered === before.entered) return;
    before = now;
  }
}
