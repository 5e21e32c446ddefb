import type { Mode } from '../domain/model/mode.ts';
import { sentence } from '../domain/words/sentence.ts';
import type { HelperState } from '../helper-client/supervise.ts';
import { type EchoSource, familyOf, type SendEcho } from './echo/echo-source.ts';
import { helperEcho } from './echo/helper-echo.ts';
import { pingEcho } from './echo/ping-echo.ts';
import type { RunPing } from './echo/run-ping.ts';
import type { Finding } from './flight/probe.ts';

const NO_MEANS: Finding = { outcome: 'error', rttMs: null, via: 'ping', detail: 'no-means' };

/** How echoes are sent at the moment: by the helper, else by the system's `ping`, else not at all. */
export class IcmpMode {
  readonly #ping: SendEcho;
  readonly #onSilent: () => void;
  #canPing: boolean;
  #helper: HelperState;
  #byHelper: SendEcho | null = null;

  constructor(helper: HelperState, canPing: boolean, runPing: RunPing, onSilent: () => void) {
    this.#ping = pingEcho(runPing);
    this.#canPing = canPing;
    this.#onSilent = onSilent;
    this.#helper = helper;
    this.setHelper(helper);
  }

  setHelper(state: HelperState): void {
    this.#helper = state;
    // Of one whose place was taken meanwhile, the silence means nothing any more.
    const onSilent = (): void => {
      if (this.#helper === state) this.#onSilent();
    };
    this.#byHelper = state.client === null ? null : helperEcho(state.client, onSilent);
  }

  setPing(canPing: boolean): void {
    this.#canPing = canPing;
  }

  get canPing(): boolean {
    return this.#canPing;
  }

  get mode(): Mode {
    if (this.#helper.client !== null) return { icmp: 'helper', reason: '' };
    const { reason } = this.#helper;
    if (this.#canPing) return { icmp: 'ping', reason: sentence(reason) };
    return { icmp: 'none', reason: sentence(`${reason}; the system's ping can't be used either`) };
  }

  readonly source: EchoSource = {
    canReach: (family) => this.#meansFor(family) !== null,
    send: (address, context, report) => {
      const send = this.#meansFor(familyOf(address));
      if (send !== null) return send(address, context, report);
      report(NO_MEANS);
      return { via: 'ping', cancel: () => undefined };
    },
  };

  #meansFor(family: 4 | 6): SendEcho | null {
    if (this.#helper.client?.hello.families.includes(family) === true) return this.#byHelper;
    return this.#canPing ? this.#ping : null;
  }
}
