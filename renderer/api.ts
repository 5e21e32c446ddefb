import type { Api } from '../main/contract/contract.ts';

declare global {
  interface Window {
    /** Put there by the preload script; the only way out of the sandbox. */
    readonly faultline: Api;
  }
}

export const api: Api = window.faultline;
