import { randomUUID } from 'node:crypto';
import type { EncapsulationSurroundings } from '../../encapsulation/types.ts';
import type { HelperClient } from '../../helper-client/types.ts';
import { systemClock } from '../../monitor/pace/system-clock.ts';
import type { Permit } from './permit.ts';

export const encapsulationSurroundings = (
  client: HelperClient,
  permit: Permit,
): EncapsulationSurroundings => ({
  ...permit,
  sender: client,
  paths: client,
  clock: systemClock,
  id: randomUUID(),
  onHelperGone: (listener: () => void) => client.onExit(() => listener()),
});
