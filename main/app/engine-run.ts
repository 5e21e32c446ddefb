import type { Trouble } from '../contract/channel.ts';
import type { Engine } from '../headless/types.ts';

/** How far the engine has come. */
export type EngineRun =
  | { readonly phase: 'starting' }
  | {
      readonly phase: 'running';
      readonly engine: Engine;
      /** Its history holds no earlier run. */
      readonly firstRun: boolean;
    }
  | { readonly phase: 'failed'; readonly trouble: Trouble };
