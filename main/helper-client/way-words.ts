import type { HelperChoice } from '../domain/model/helper-way.ts';
import type { HelperWay, Surroundings } from './ways/way.ts';

export interface Lack {
  readonly choice: HelperChoice;
  readonly canAsk: boolean;
  readonly isInstalled: boolean;
  readonly here: Pick<Surroundings, 'platform' | 'euid'>;
  /** In the order in which they are tried; empty obstacle: there is that way. */
  readonly ways: readonly { readonly way: HelperWay; readonly obstacle: string }[];
}

const LACK = 'no right to open raw sockets';

/** Why the helper has no right, with the way out that there is here: one sentence without its capital and full stop. */
export function lackOfRight({ choice, canAsk, isInstalled, here, ways }: Lack): string {
  const { platform, euid } = here;
  if (platform === 'win32') return `${LACK}: ${ways[0]?.obstacle ?? ''}`;
  if (euid === 0) return `${LACK}, root though this is: give it cap_net_raw, which a container may lack`;
  const chosen = ways.find(({ way }) => way.name === choice);
  if (chosen !== undefined && chosen.obstacle !== '') {
    return `${LACK} by the way that was chosen: ${chosen.obstacle}; the automatic choice takes any other`;
  }
  const asking = ways.filter(({ way }) => way.asks && (choice === 'auto' || way.name === choice));
  if (canAsk && asking.some(({ obstacle }) => obstacle === '')) {
    return `${LACK}: let Faultline ask for it, your password may be wanted`;
  }
  if (!canAsk) {
    return isInstalled && platform === 'linux'
      ? `${LACK}: start it with sudo, or grant the helper the capability cap_net_raw`
      : `${LACK}: start it with sudo`;
  }
  // What a person at a desktop most likely can mend.
  const nearest = platform === 'linux' ? asking[0] : asking.at(-1);
  return `${LACK}: ${nearest?.obstacle ?? 'nobody can be asked for it here'}`;
}
