import { type Person, type PolkitAgent, startPolkitAgent } from '../../../support/polkit/agent.ts';
import { type Polkit, startPolkit } from '../../../support/polkit/polkit.ts';
import { type HomeLab, startHome } from '../../net/home.ts';
import { type InstalledHelper, installHelper } from './installed-helper.ts';
import { bundleDriver, User } from './user.ts';

/** A home with a real polkit, a helper that is installed without its right, and users who ask for it. */
export interface AskingScene {
  readonly lab: HomeLab;
  readonly helper: InstalledHelper;
  readonly polkit: Polkit;
  /** The tester, whose helper is `helper` unless another one is named, and who has chosen `way`. */
  user(way: 'pkexec' | 'sudo-prompt', other?: Pick<InstalledHelper, 'program' | 'addon'>): User;
  /** A person at a password window of this user's. */
  agent(user: User, person: Person): Promise<PolkitAgent>;
  stop(): Promise<void>;
}

export async function startAskingScene(): Promise<AskingScene> {
  const helper = await installHelper();
  const lab = await startHome({ rttMs: 5 });
  const stopLab = async (): Promise<void> => {
    await lab.stop();
    helper.remove();
  };
  try {
    const driver = await bundleDriver(helper.folder);
    const polkit = await startPolkit(lab, { policies: helper.policies });
    return {
      lab,
      helper,
      polkit,
      user(way, { program, addon } = helper) {
        const user = new User(lab, polkit, [driver, program, addon]);
        user.tell(`choose ${way}`);
        return user;
      },
      agent: (user, person) => startPolkitAgent(lab, polkit, { pid: user.pid, person }),
      async stop() {
        await polkit.stop();
        await stopLab();
      },
    };
  } catch (error) {
    await stopLab();
    throw error;
  }
}
