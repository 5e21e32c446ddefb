import type { HelperWayName } from '../../domain/model/helper-way.ts';
import type { HelperSite } from '../site.ts';
import type { HelperStart } from '../types.ts';

/** What decides which ways there are; passed in, so that tests bring other machines. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly euid: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
  /** Capability numbers that a started program would inherit (CapAmb). */
  readonly ambient: () => readonly number[];
  /** Whether the file has cap_net_raw in its capabilities; null: that can't be told here. */
  readonly hasRawCapability: (file: string) => boolean | null;
}

export interface WayStart {
  readonly site: HelperSite;
  readonly here: Surroundings;
  /** Ends the attempt, also while a person is being asked. */
  readonly signal: AbortSignal;
}

/** One way to start the helper with its right; a file each, listed in registry.ts. */
export interface HelperWay {
  readonly name: HelperWayName;
  /** Whether a person is asked at each start: such a way is only taken when a person wants it. */
  readonly asks: boolean;
  /** Why it can not work here, a sentence with what would bring it; empty: it can. Asks and starts nothing. */
  obstacle(site: HelperSite, here: Surroundings): string;
  /** Never rejects; tells what it knows of why there is no right. Called only where there is no obstacle, and after the site was found trustworthy. */
  start(options: WayStart): Promise<HelperStart>;
}
