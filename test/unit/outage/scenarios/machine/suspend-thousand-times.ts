import { NO_NETWORK } from '../../../../../main/domain/model/network.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import { HOME } from '../../simulator/networks.ts';
import { Random } from '../../simulator/random.ts';
import type { Fault, MachineEvent, Scenario } from '../../simulator/scenario.ts';

const SLEEPS = 1000;

/**
 * A laptop's life: awake for a while, the network torn down up to 3 s before the sleep, woken a few times in the
 * dark for up to 45 s with or without a network, awake again with a network that takes up to 12 s to come, IPv6
 * later than IPv4, and the clock set now and then.
 */
function life(): {
  readonly events: readonly MachineEvent[];
  readonly faults: readonly Fault[];
  readonly endS: number;
} {
  const random = new Random(46);
  const events: MachineEvent[] = [];
  const faults: Fault[] = [];
  let atS = 60;
  const awake = (forS: number, hasNetwork: boolean): void => {
    const deadS = random.between(0, 12);
    if (hasNetwork) {
      faults.push({
        fromS: atS,
        toS: atS + deadS,
        effect: random.next() < 0.5 ? 'cut' : { outcome: 'error' },
      });
      faults.push({
        fromS: atS,
        toS: atS + deadS + random.between(0, 8),
        kinds: ['tcp6', 'icmp6'],
        effect: { outcome: 'unreachable' },
      });
    } else {
      faults.push({ fromS: atS, toS: atS + forS, effect: 'cut' });
      if (random.next() < 0.5) events.push({ atS: atS + 0.1, type: 'network', network: NO_NETWORK });
    }
    if (hasNetwork) events.push({ atS: atS + random.between(0, deadS), type: 'network', network: HOME });
    if (random.next() < 0.2) {
      events.push({ atS: atS + 0.6 * forS, type: 'clock-jump', byS: random.between(-4000, 4000) });
    }
    atS += forS;
    faults.push({ fromS: atS - random.between(0, 3), toS: atS, effect: 'cut' });
    if (random.next() < 0.3) {
      events.push({ atS: atS - random.between(0.1, 1.2), type: 'network', network: NO_NETWORK });
    }
  };
  for (let sleeps = 0; sleeps < SLEEPS; ) {
    const darkWakes = Math.floor(random.between(0, 4));
    for (let wake = 0; wake <= darkWakes; wake += 1) {
      const forS = random.between(20, 2000);
      events.push({ atS, type: 'sleep', forS, monoRuns: random.next() < 0.3 });
      atS += forS;
      sleeps += 1;
      if (wake < darkWakes) awake(random.between(3, 45), random.next() < 0.4);
    }
    awake(random.between(25, 80), true);
  }
  return { events, faults, endS: atS };
}

const { events, faults, endS } = life();

export const SUSPEND_THOUSAND_TIMES: Scenario = {
  name: 'suspended and resumed 1,000 times, with DarkWakes and clock jumps: no incident',
  seed: 46,
  forS: endS,
  line: steadyLine(),
  events,
  faults,
  expect: [],
};
