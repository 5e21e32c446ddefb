import { signal } from '@preact/signals';
import type { EncapsulationView } from '../../../main/contract/encapsulation-view.ts';
import { api } from '../../api.ts';
import { attempt, say } from '../feedback/toasts.ts';

/** Whether packets in IP-in-IP are allowed on this network, as main told it last; null: not told yet. */
export const allowance = signal<EncapsulationView | null>(null);

/** What can't be had now is asked again before each run. */
export async function followAllowance(): Promise<void> {
  api.on('encapsulation', (told) => {
    allowance.value = told;
  });
  const told = await api.ask('encapsulation', null).catch(() => null);
  if (told !== null) allowance.value = told;
}

/** @throws when main refuses, in words for a person. */
export async function allow(network: string): Promise<void> {
  allowance.value = await api.ask('allowEncapsulation', { network, allowed: true });
}

export async function takeBack(network: string): Promise<void> {
  const done = await attempt(async () => {
    allowance.value = await api.ask('allowEncapsulation', { network, allowed: false });
  });
  if (done) say('done', 'Taken back: no packet in IP-in-IP is sent on this network any more.');
}

export const openLog = (): Promise<boolean> => attempt(() => api.ask('openAuditLog', null));
