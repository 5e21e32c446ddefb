import { type Fault, isPrintable } from './fault.ts';

export const MAX_MACHINE_LENGTH = 64;

/** The name goes into every series, so it is kept short. */
export function machineFault(machine: string): readonly Fault[] {
  if (machine.length > MAX_MACHINE_LENGTH) {
    const message = `the machine's name is too long; use at most ${MAX_MACHINE_LENGTH} characters`;
    return [{ path: [], message }];
  }
  if (isPrintable(machine)) return [];
  return [{ path: [], message: "the machine's name holds a character that cannot be shown; leave it out" }];
}
