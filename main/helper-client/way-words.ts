import type { HelperChoice } from '../domain/model/helper-way.ts';
import type { HelperWay, Surroundings } from './ways/way.ts';

export interface Lack {
  readonly choice: HelperChoice;
  readonly canAsk: boolean;
  readonly isInstalled: boolean;
  readonly here: Pick<Surroundings, 'platform' | 'euid'>;
  /** The way that was really tried last, and why it brought no right; null: none was. */
  readonly tried: { readonly way: HelperWay; readonly reason: string } | null;
  /** In the order in which they are tried; empty obstacle: there is that way. */
  readonly ways: readonly { readonly way: HelperWay; readonly obstacle: string }[];
}

const ASK = 'let Faultline ask for it, your password may be wanted';
const LACK = 'no right to open raw sockets';

const askingOf = ({ choice, ways }: Lack): Lack['ways'] =>
  ways.filter(({ way }) => way.asks && (choice === 'auto' || way.name === choice));

const canAskHere = (lack: Lack): boolean =>
  lack.canAsk && askingOf(lack).some(({ obstacle }) => obstacle === '');

/** What else there is after a way that was tried; root has nothing more than that. */
function furtherWayOut(lack: Lack): string {
  if (lack.here.euid === 0 || lack.tried?.way.asks === true) return '';
  if (canAskHere(lack)) return `; ${ASK}`;
  return lack.canAsk ? '' : '; or start it with sudo';
}

/** Why the helper has no right, with the way out that there is here: one sentence without its capital and full stop. */
export function lackOfRight(lack: Lack): string {
  const { choice, canAsk, isInstalled, here, tried, ways } = lack;
  const { platform } = here;
  if (platform === 'win32') return `${LACK}: ${ways[0]?.obstacle ?? ''}`;
  if (tried !== null) return `${LACK}: ${tried.reason}${furtherWayOut(lack)}`;
  const chosen = ways.find(({ way }) => way.name === choice);
  if (chosen !== undefined && chosen.obstacle !== '') {
    return `${LACK} by the way that was chosen: ${chosen.obstacle}; the automatic choice takes any other`;
  }
  if (canAskHere(lack)) return `${LACK}: ${ASK}`;
  if (!canAsk) {
    return isInstalled && platform === 'linux'
      ? `${LACK}: start it with sudo, or grant the helper the capability cap_net_raw`
      : `${LACK}: start it with sudo`;
  }
  // What a person at a desktop most likely can mend.
  const asking = askingOf(lack);
  const nearest = platform === 'linux' ? asking[0] : asking.at(-1);
  return `${LACK}: ${nearest?.obstacle ?? 'nobody can be asked for it here'}`;
}
