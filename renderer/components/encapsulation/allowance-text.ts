import type { EncapsulationView } from '../../../main/contract/encapsulation-view.ts';

/** Whether packets in IP-in-IP are allowed here, and since when. */
export function allowanceText(
  { network, allowed, by, sinceMs }: EncapsulationView,
  momentOf: (atMs: number) => string,
): string {
  if (network === '') return 'This machine is on no network.';
  if (by === 'settings') return 'Packets in IP-in-IP are allowed on every network, by the settings.';
  if (allowed) {
    const since = sinceMs === null ? '' : ` since ${momentOf(sinceMs)}`;
    return `Packets in IP-in-IP are allowed on this network${since}.`;
  }
  if (by === 'answer')
    return 'You took it back on this network: you are asked again before anything is sent.';
  return 'This sends packets in IP-in-IP: you are asked before the first of them.';
}
