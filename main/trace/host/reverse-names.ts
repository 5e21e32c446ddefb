import { Resolver } from 'node:dns/promises';

/** Reverse names of one trace. Nothing waits for them: who is told of one shows it from then on. */
export interface ReverseNames {
  /** Null: none, or not known yet. */
  nameOf(address: string): string | null;
  /** The resolver has answered something, if only that there is no name. */
  readonly isAnswering: boolean;
  /** Asks, unless it is known or asked already. */
  want(address: string): void;
  /** Settles when nothing is asked any more. */
  settled(): Promise<void>;
  /** Gives up what is still asked. */
  end(): void;
}

/** Names of an address; rejects when there are none, or nobody says. `cancel` ends all at once. */
export interface ReverseResolver {
  reverse(address: string): Promise<readonly string[]>;
  cancel(): void;
}

export const NAMES_KEPT = 2000;
const NAME_KEPT_MS = 600_000;
/** A resolver that was out of reach may be back soon. */
const NONE_KEPT_MS = 30_000;

interface Kept {
  readonly name: string | null;
  readonly untilMs: number;
}

/** What was found in this process: addresses of a path come again and again. Per network, since private ones differ. */
export class NameCache {
  readonly #kept = new Map<string, Kept>();

  /** Undefined: not known. */
  get(key: string, nowMs: number): string | null | undefined {
    const kept = this.#kept.get(key);
    return kept !== undefined && nowMs < kept.untilMs ? kept.name : undefined;
  }

  set(key: string, name: string | null, nowMs: number): void {
    const oldest = this.#kept.keys().next();
    if (this.#kept.size >= NAMES_KEPT && oldest.done !== true) this.#kept.delete(oldest.value);
    this.#kept.delete(key);
    this.#kept.set(key, { name, untilMs: nowMs + (name === null ? NONE_KEPT_MS : NAME_KEPT_MS) });
  }
}

/** For a resolver on the way that fails; the trace is over by then. */
const ASK = { timeout: 1500, tries: 1 };

export const systemResolver = (): ReverseResolver => new Resolver(ASK);

/** RFC 1035 section 2.3.4. */
const LONGEST = 253;

/** Whoever runs a router writes its name: what could do anything but be read is taken out. Null: nothing is left. */
export function readableName(name: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not pass.
  const text = name.replace(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g, '');
  const dotless = text.replace(/\.+$/, '').slice(0, LONGEST);
  return dotless === '' ? null : dotless;
}

export interface NamingSurroundings {
  readonly network: string;
  readonly cache: NameCache;
  readonly resolver: () => ReverseResolver;
  readonly nowMs: () => number;
  readonly onName: () => void;
}

export function reverseNames({ network, cache, resolver, nowMs, onName }: NamingSurroundings): ReverseNames {
  const names = new Map<string, string | null>();
  const open = new Set<Promise<void>>();
  let asked: ReverseResolver | null = null;
  let isAnswering = false;
  let isOver = false;

  const take = (address: string, name: string | null): void => {
    if (isOver) return;
    isAnswering = true;
    cache.set(`${network} ${address}`, name, nowMs());
    names.set(address, name);
    if (name !== null) onName();
  };
  const ask = async (address: string): Promise<void> => {
    try {
      asked ??= resolver();
      const [first = ''] = await asked.reverse(address);
      take(address, readableName(first));
    } catch {
      take(address, null);
    }
  };
  return {
    nameOf: (address) => names.get(address) ?? null,
    get isAnswering() {
      return isAnswering;
    },
    want(address) {
      if (isOver || names.has(address)) return;
      const known = cache.get(`${network} ${address}`, nowMs());
      names.set(address, known ?? null);
      if (known !== undefined) return;
      const asking = ask(address).finally(() => open.delete(asking));
      open.add(asking);
    },
    async settled() {
      while (open.size > 0) await Promise.all(open);
    },
    end() {
      isOver = true;
      asked?.cancel();
    },
  };
}

/** Of a run that is to show addresses as they are. */
const NO_NAMES: ReverseNames = {
  nameOf: () => null,
  isAnswering: false,
  want: () => {},
  settled: async () => {},
  end: () => {},
};

/** What a run needs of its surroundings to have names. */
export interface NamedRun {
  /** Addresses as they are. */
  readonly numeric?: boolean | undefined;
  readonly network: string;
  readonly clock: { now(): { readonly monoMs: number } };
  readonly ports: { readonly names: NameCache; readonly resolver: () => ReverseResolver };
  readonly onName: () => void;
}

export function namesOf({ numeric, network, clock, ports, onName }: NamedRun): ReverseNames {
  if (numeric === true) return NO_NAMES;
  const { names: cache, resolver } = ports;
  return reverseNames({ network, cache, resolver, nowMs: () => clock.now().monoMs, onName });
}
