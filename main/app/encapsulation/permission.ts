import type { EncapsulationView } from '../../contract/encapsulation-view.ts';
import { type Network, NO_NETWORK } from '../../domain/model/network.ts';
import { Refusal } from '../refusal.ts';
import type { EncapsulationOptions } from './types.ts';

type PermissionOptions = Pick<EncapsulationOptions, 'records' | 'audit' | 'engine' | 'config'>;

const NOBODY = { allowed: false, by: null, sinceMs: null } as const;

const MOVED = {
  what: 'This machine is on another network now than when you were asked.',
  wayOut: 'Start again, and you are asked about this one.',
};
const BY_SETTINGS = {
  what: 'The settings allow packets in IP-in-IP on every network.',
  wayOut: 'Turn that off in the settings first.',
};
const NO_NETWORK_NOW = { what: 'This machine is on no network.', wayOut: 'Try again when it is on one.' };

/** Whether packets in IP-in-IP may be sent: by the settings everywhere, else by what was answered for a network. */
export class Permission {
  readonly #options: PermissionOptions;

  constructor(options: PermissionOptions) {
    this.#options = options;
  }

  /** Of the network of now. */
  async view(): Promise<EncapsulationView> {
    const network = this.#network();
    const { audit } = this.#options;
    const about = {
      network: network?.id ?? '',
      networkLabel: network?.label ?? '',
      auditFile: audit.file,
    };
    return { ...about, ...(network === null ? NOBODY : await this.#of(network.id)) };
  }

  /** @throws Refusal when the network is another one than was asked about, or the settings decide. */
  async answer(network: string, allowed: boolean): Promise<void> {
    const now = this.#network();
    if (now === null) throw new Refusal(NO_NETWORK_NOW);
    if (now.id !== network) throw new Refusal(MOVED);
    if (!allowed && this.#options.config().allowEncapsulation) throw new Refusal(BY_SETTINGS);
    await this.#options.records.setConsent(network, allowed);
  }

  #network(): Network | null {
    const network = this.#options.engine()?.network ?? null;
    return network === null || network.id === NO_NETWORK.id ? null : network;
  }

  async #of(network: string): Promise<Pick<EncapsulationView, 'allowed' | 'by' | 'sinceMs'>> {
    const { config, records } = this.#options;
    if (config().allowEncapsulation) return { allowed: true, by: 'settings', sinceMs: null };
    const consent = await records.consent(network);
    return consent === null ? NOBODY : { allowed: consent.allowed, by: 'answer', sinceMs: consent.atMs };
  }
}
