import type { EncapsulationView } from '../../contract/encapsulation-view.ts';
import type { PathProbeAsk } from '../../domain/encapsulation/ask.ts';
import type { PathProbeView } from '../../domain/model/encapsulation.ts';
import { Refusal } from '../refusal.ts';
import { PathProbes } from './path-probes.ts';
import { Permission } from './permission.ts';
import type { Encapsulated, EncapsulationOptions } from './types.ts';
import { MOVED_ON, NOT_KNOWN, TAKEN_BACK, type WhyNot } from './why-ended.ts';

const NOT_RUNNING = {
  what: 'Monitoring does not run.',
  wayOut: 'Packets in IP-in-IP can be sent when it does.',
};
const NOT_ALLOWED = {
  what: 'Packets in IP-in-IP are not allowed on this network, so nothing was sent.',
  wayOut: 'Allow them in the traceroute window or in the settings.',
};
const CHANGED = { what: 'The network has just changed.', wayOut: 'Start again.' };
const NO_NETWORK_NOW = { what: 'This machine is on no network.', wayOut: 'Try again when it is on one.' };

/** Decides whether packets in IP-in-IP may be sent, sends path probes, and ends at once what may go on no longer. */
export class EncapsulationService {
  readonly #options: EncapsulationOptions;
  readonly #permission: Permission;
  readonly #probes: PathProbes;

  constructor(options: EncapsulationOptions) {
    this.#options = options;
    this.#permission = new Permission(options);
    this.#probes = new PathProbes(options);
  }

  get auditFile(): string | null {
    return this.#options.audit.file;
  }

  view(): Promise<EncapsulationView> {
    return this.#permission.view();
  }

  /** What a run needs. Rejects with a Refusal where it may not begin. */
  async means(): Promise<Encapsulated> {
    const { network, allowed } = await this.#permission.view();
    const { engine, clock, records, audit } = this.#options;
    const running = engine();
    if (running === null) throw new Refusal(NOT_RUNNING);
    if (network === '') throw new Refusal(NO_NETWORK_NOW);
    // While the records were read.
    if (running.network.id !== network) throw new Refusal(CHANGED);
    if (!allowed) throw new Refusal(NOT_ALLOWED);
    return { sender: running.probes, paths: running.paths, clock, network, records, audit, allowed };
  }

  async start(ask: PathProbeAsk): Promise<PathProbeView> {
    return this.#probes.start(ask, await this.means());
  }

  stop(id: string): void {
    this.#probes.stop(id);
  }

  stopAll(): Promise<void> {
    return this.#probes.stopAll();
  }

  find(id: string): PathProbeView {
    return this.#probes.find(id);
  }

  async answer(network: string, allowed: boolean): Promise<EncapsulationView> {
    await this.#permission.answer(network, allowed);
    return this.#enforce();
  }

  /** The network or the settings have changed. Never rejects. */
  async changed(): Promise<void> {
    try {
      await this.#enforce();
    } catch (error) {
      this.#options.log(
        'whether packets in IP-in-IP are allowed could not be read, so what ran was ended',
        error,
      );
      this.#stopWhere(() => NOT_KNOWN);
    }
  }

  async #enforce(): Promise<EncapsulationView> {
    const view = await this.#permission.view();
    this.#stopWhere((network) => {
      if (network !== view.network) return MOVED_ON;
      return view.allowed ? null : TAKEN_BACK;
    });
    this.#options.onChange(view);
    return view;
  }

  #stopWhere(whyNot: WhyNot): void {
    this.#probes.stopWhere(({ network }) => whyNot(network));
    this.#options.stopTraces(whyNot);
  }
}
