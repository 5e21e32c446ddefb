import { createLocalizer } from '../../../main/domain/localize/localizer.ts';
import type { Belief, LocalizerVerdict, Probe } from '../../../main/domain/localize/types.ts';
import { Random } from '../../unit/outage/simulator/random.ts';
import { SimulatedNetwork } from './network.ts';
import type { Scenario } from './scenario.ts';

export interface Played {
  readonly verdict: LocalizerVerdict;
  readonly belief: Belief;
  readonly durationMs: number;
  /** Probes in the order in which they left. */
  readonly sent: readonly { readonly probe: Probe; readonly atMs: number }[];
  /** Beliefs on the way, by packets sent. */
  readonly looks: readonly { readonly packets: number; readonly belief: Belief }[];
}

export interface PlayOptions {
  readonly budget?: number;
  readonly plan?: 'adaptive' | 'uniform';
  /** Packets after which to look at the belief. */
  readonly lookAt?: readonly number[];
}

interface Due {
  readonly atMs: number;
  readonly id: number;
  readonly answered: boolean;
}

/** One run in virtual time, from the first packet to the verdict. */
export function play(scenario: Scenario, { budget, plan, lookAt = [] }: PlayOptions = {}): Played {
  const network = new SimulatedNetwork(scenario);
  const random = new Random(scenario.seed + 17);
  const localizer = createLocalizer({
    hops: scenario.path,
    random: () => random.next(),
    ...(budget === undefined ? {} : { budget }),
    ...(plan === undefined ? {} : { plan }),
  });
  const due: Due[] = [];
  const sent: { probe: Probe; atMs: number }[] = [];
  const looks: { packets: number; belief: Belief }[] = [];
  const wanted = [...lookAt];
  let packets = 0;
  let nowMs = 0;
  for (let step = localizer.next(nowMs); ; step = localizer.next(nowMs)) {
    for (const probe of step.send) {
      const fate = network.send(probe, nowMs);
      insert(due, { atMs: fate.atMs, id: probe.id, answered: fate.answered });
      sent.push({ probe, atMs: nowMs });
      packets += probe.packets;
    }
    if (wanted[0] !== undefined && packets >= wanted[0]) {
      wanted.shift();
      looks.push({ packets, belief: localizer.belief() });
    }
    if (step.done) break;
    const nextMs = Math.min(
      step.waitUntilMs ?? Number.POSITIVE_INFINITY,
      due[0]?.atMs ?? Number.POSITIVE_INFINITY,
    );
    if (!Number.isFinite(nextMs)) throw new Error(`seed ${scenario.seed}: waits for nothing`);
    nowMs = Math.max(nowMs, nextMs);
    while ((due[0]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs) {
      const result = due.shift();
      if (result !== undefined) {
        localizer.take({ id: result.id, outcome: result.answered ? 'answered' : 'silent' }, nowMs);
      }
    }
  }
  return { verdict: localizer.verdict(), belief: localizer.belief(), durationMs: nowMs, sent, looks };
}

/** Soonest first. */
function insert(due: Due[], item: Due): void {
  let at = due.length;
  while (at > 0 && (due[at - 1]?.atMs ?? 0) > item.atMs) at -= 1;
  due.splice(at, 0, item);
}
