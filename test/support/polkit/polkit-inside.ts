import { dirname } from 'node:path';
import type { Person, ThrowAwayRoot } from '../root/throw-away-root.ts';
import { endDaemon, POLKITD, polkitdStarted, systemBusStarted } from './daemons.ts';
import { type Asked, type Decision, decidingRules, recordAsked } from './decisions.ts';

const DECISION = '/run/polkit-decision';
const RULES = '/etc/polkit-1/rules.d/10-test.rules';

/** A real polkitd with the actions that are installed in a throw-away root. */
export interface PolkitInside {
  /** How it decides from now on for the person. */
  decide(decision: Decision): Promise<void>;
  /** What it was asked so far, oldest first. */
  asked(): readonly Asked[];
  stop(): Promise<void>;
}

/** One a root; decides for `person`, and leaves all others to the system's own rules. */
export async function startPolkitInside(root: ThrowAwayRoot, person: Person): Promise<PolkitInside> {
  const decide = async (decision: Decision): Promise<void> => {
    await root.must(['tee', DECISION], { input: decision });
  };
  await decide('ask');
  await root.must(['mkdir', '-p', dirname(RULES), '/run/dbus']);
  await root.must(['tee', RULES], { input: decidingRules(person.name, DECISION) });
  // polkitd reads as its own user.
  await root.must(['chmod', '0644', RULES, DECISION]);
  const bus = root.spawn([
    'dbus-daemon',
    '--system',
    '--nofork',
    '--nopidfile',
    '--nosyslog',
    '--print-address=1',
  ]);
  await systemBusStarted(bus);
  const daemon = root.spawn([POLKITD]);
  const asked = recordAsked(daemon);
  await polkitdStarted(daemon);
  return {
    decide,
    asked: () => asked,
    async stop() {
      await endDaemon(daemon);
      await endDaemon(bus);
    },
  };
}
