import { startLab } from './lab.ts';
import type { Topology } from './topology.ts';

export interface BringUp {
  readonly nodes: number;
  readonly links: number;
  /** From nothing to every node configured and every link carrying packets. */
  readonly upMs: number;
  /** From there to nothing left. */
  readonly downMs: number;
}

/** For benchmarks. Monotonic time of one cycle; the lab is gone afterwards. */
export async function measureBringUp(topology: Topology): Promise<BringUp> {
  const start = performance.now();
  const lab = await startLab(topology);
  const up = performance.now();
  await lab.stop();
  return {
    nodes: topology.nodes.length,
    links: topology.links.length,
    upMs: up - start,
    downMs: performance.now() - up,
  };
}
