import type { HelperAccess, HelperChoice, HelperWayName } from '../domain/model/helper-way.ts';
import { sentence } from '../domain/words/sentence.ts';
import { type FoundSite, findSite, ON_WINDOWS } from './find-site.ts';
import type { HelperSite } from './site.ts';
import { siteForRoot } from './site-for-root.ts';
import { failedStart, type StartFailure, startFailure } from './start-failure.ts';
import { SiteExaminer } from './trust/examine-site.ts';
import type { HelperClient } from './types.ts';
import { type Lack, lackOfRight } from './way-words.ts';
import { WAYS } from './ways/registry.ts';
import { surroundings } from './ways/surroundings.ts';
import type { HelperWay, Surroundings, WayStart } from './ways/way.ts';

export interface HelperWaysOptions {
  /** Whether somebody is there who can be asked: a command line never asks. */
  readonly canAsk: boolean;
  /** Left out: this machine's own. */
  readonly ways?: readonly HelperWay[];
  readonly findSite?: () => FoundSite;
  readonly surroundings?: () => Surroundings;
  readonly examine?: (site: HelperSite, here: Surroundings) => Promise<string>;
}

export type WayedStart =
  | { readonly ok: true; readonly client: HelperClient; readonly way: HelperWayName }
  | StartFailure;

/** Every way to start the helper here, and which of them is taken. */
export interface HelperWays {
  readonly choice: HelperChoice;
  setChoice(choice: HelperChoice): void;
  /**
   * By the first way that asks nobody, whatever was chosen: a right that is there needs no question, and a choice must
   * not keep a helper away. Never rejects.
   */
  startUnasked(signal: AbortSignal): Promise<WayedStart>;
  /** Only by the chosen way, where one is chosen, or a right that was there; a person may be asked, once. Never rejects. */
  startAsked(signal: AbortSignal): Promise<WayedStart>;
  /** Whether a helper that runs by that way leaves nothing to wish for. */
  suits(way: HelperWayName): boolean;
  /** Asks and starts nothing. */
  look(): Promise<Pick<HelperAccess, 'choice' | 'ways' | 'file' | 'distrust'>>;
}

class MachineWays implements HelperWays {
  readonly #canAsk: boolean;
  readonly #ways: readonly HelperWay[];
  readonly #findSite: () => FoundSite;
  readonly #surroundings: () => Surroundings;
  readonly #examine: (site: HelperSite, here: Surroundings) => Promise<string>;
  #choice: HelperChoice = 'auto';

  constructor(options: HelperWaysOptions) {
    const examiner = new SiteExaminer();
    this.#canAsk = options.canAsk;
    this.#ways = options.ways ?? WAYS;
    this.#findSite = options.findSite ?? (() => findSite());
    this.#surroundings = options.surroundings ?? surroundings;
    this.#examine = options.examine ?? ((site, here) => examiner.examine(site, here));
  }

  get choice(): HelperChoice {
    return this.#choice;
  }

  setChoice(choice: HelperChoice): void {
    this.#choice = choice;
  }

  startUnasked(signal: AbortSignal): Promise<WayedStart> {
    return this.#start(signal, (way) => !way.asks);
  }

  startAsked(signal: AbortSignal): Promise<WayedStart> {
    return this.#start(signal, (way) => this.#isWanted(way) && (!way.asks || this.#canAsk));
  }

  suits(name: HelperWayName): boolean {
    const found = this.#findSite();
    if (name === 'inherited' || name === this.#choice || !found.ok) return true;
    if (this.#choice !== 'auto') return false;
    // One that has asked already has its answer; only one that asks nobody is better.
    const here = this.#surroundings();
    const best = this.#ways.find((way) => this.#obstacle(way, found.site, here) === '');
    return best === undefined || best.name === name || best.asks;
  }

  async look(): Promise<Pick<HelperAccess, 'choice' | 'ways' | 'file' | 'distrust'>> {
    const found = this.#findSite();
    const here = this.#surroundings();
    const [file = ''] = found.ok ? [...found.site.hashes.keys(), ...found.site.files] : [];
    return {
      choice: this.#choice,
      ways: this.#ways.map((way) => ({
        name: way.name,
        asks: way.asks,
        obstacle: sentence(found.ok ? this.#obstacle(way, found.site, here) : found.reason),
      })),
      file,
      distrust: found.ok ? sentence(await this.#examine(found.site, here)) : '',
    };
  }

  async #start(signal: AbortSignal, mayTake: (way: HelperWay) => boolean): Promise<WayedStart> {
    const found = this.#findSite();
    if (!found.ok) return startFailure('not-built', found.reason);
    const { site } = found;
    const here = this.#surroundings();
    const open = this.#ways.filter((way) => mayTake(way) && this.#obstacle(way, site, here) === '');
    let tried: Lack['tried'] = null;
    // Files are not looked at where nothing would be started: it costs time, each minute.
    for (const way of open) {
      const start = await this.#startBy(way, { site, here, signal });
      if (start.ok || start.code !== 'no-privilege') return start;
      tried = { way, reason: start.reason };
    }
    return startFailure('no-privilege', this.#lack(site, here, tried));
  }

  async #startBy(way: HelperWay, { site, here, signal }: WayStart): Promise<WayedStart> {
    const found = way.asks ? await siteForRoot(site, here) : ({ ok: true, site } as const);
    if (!found.ok) return failedStart(found.reason);
    const obstacle = this.#obstacle(way, found.site, here);
    if (obstacle !== '') return startFailure('no-privilege', obstacle);
    const distrust = await this.#examine(found.site, here);
    if (distrust !== '') return startFailure('distrusted', `the helper is not trusted: ${distrust}`);
    const start = await way.start({ site: found.site, here, signal });
    return start.ok ? { ok: true, client: start.client, way: way.name } : start;
  }

  /** Whoever has the right already needs no way to it, whatever was chosen. */
  #isWanted({ name }: HelperWay): boolean {
    return this.#choice === 'auto' || name === this.#choice || name === 'inherited';
  }

  #obstacle(way: HelperWay, site: HelperSite, here: Surroundings): string {
    return here.platform === 'win32' ? ON_WINDOWS : way.obstacle(site, here);
  }

  #lack(site: HelperSite, here: Surroundings, tried: Lack['tried']): string {
    return lackOfRight({
      choice: this.#choice,
      canAsk: this.#canAsk,
      isInstalled: site.isExecutable,
      here,
      tried,
      ways: this.#ways.map((way) => ({ way, obstacle: this.#obstacle(way, site, here) })),
    });
  }
}

export const openHelperWays = (options: HelperWaysOptions): HelperWays => new MachineWays(options);
