import { join } from 'node:path';
import type { HopCalibration } from '../../domain/model/encapsulation.ts';
import { wallMs } from '../../domain/model/units.ts';
import type { EncapsulationRecords } from '../types.ts';
import { readRecords, setAside, writeRecords } from './record-file.ts';
import {
  ADDRESSES_KEPT,
  NETWORKS_KEPT,
  type NetworkRecord,
  NO_RECORDS,
  type Records,
} from './record-schema.ts';

export const RECORDS_FILE = 'encapsulation.json';

/** Routers are set up anew now and then. */
const YES_KEPT_MS = 24 * 3_600_000;
/** Somebody may just have set the hop up because of what was told. */
const OTHERS_KEPT_MS = 3_600_000;
/** A clock that was set back makes what is older look as if it came from the future. */
const FUTURE_MS = 60_000;

export interface RecordsOptions {
  /** Folder of the file, made if missing; null: remembered while this process runs. */
  readonly directory: string | null;
  /** Wall clock, ms since the epoch. */
  readonly nowMs: () => number;
  /** What is wrong with the file, one sentence. Nothing stops because of it. */
  readonly onTrouble: (text: string) => void;
}

/** How long ago it was tested; null: too long, or nobody can say. */
function ageMs({ testedMs, decapsulates }: HopCalibration, nowMs: number): number | null {
  const age = nowMs - testedMs;
  const most = decapsulates === 'yes' ? YES_KEPT_MS : OTHERS_KEPT_MS;
  return age < -FUTURE_MS || age > most ? null : age;
}

const newest = (calibrations: readonly HopCalibration[]): HopCalibration[] =>
  [...calibrations].sort((a, b) => b.testedMs - a.testedMs).slice(0, ADDRESSES_KEPT);

function withCalibrations(known: NetworkRecord, news: readonly HopCalibration[]): NetworkRecord {
  const replaced = new Set(news.map(({ address }) => address));
  const others = known.calibrations.filter(({ address }) => !replaced.has(address));
  return {
    ...known,
    calibrations: newest([...news, ...others]).map((one) => ({ ...one, waysHome: [...one.waysHome] })),
  };
}

/** Those with a consent are forgotten last: it would have to be asked for again. */
function bounded(networks: readonly NetworkRecord[]): NetworkRecord[] {
  const rank = ({ consent }: NetworkRecord): number => (consent === null ? 0 : 1);
  return [...networks].sort((a, b) => rank(b) - rank(a) || b.usedMs - a.usedMs).slice(0, NETWORKS_KEPT);
}

class FileRecords implements EncapsulationRecords {
  readonly #options: RecordsOptions;
  readonly #file: string | null;
  #memory: Records = NO_RECORDS;
  #told: string | null = null;

  constructor(options: RecordsOptions) {
    this.#options = options;
    this.#file = options.directory === null ? null : join(options.directory, RECORDS_FILE);
  }

  async consent(network: string) {
    return this.#network(network)?.consent ?? null;
  }

  async setConsent(network: string, allowed: boolean): Promise<void> {
    const atMs = wallMs(this.#options.nowMs());
    this.#change(network, (known) => ({ ...known, consent: { allowed, atMs } }));
  }

  async calibrations(network: string, addresses: readonly string[]): Promise<readonly HopCalibration[]> {
    const nowMs = this.#options.nowMs();
    const known = this.#network(network)?.calibrations ?? [];
    return known.filter((one) => addresses.includes(one.address) && ageMs(one, nowMs) !== null);
  }

  async keep(network: string, calibrations: readonly HopCalibration[]): Promise<void> {
    if (calibrations.length > 0) this.#change(network, (known) => withCalibrations(known, calibrations));
  }

  #network(id: string): NetworkRecord | undefined {
    return this.#read().networks.find((network) => network.id === id);
  }

  /** Read anew each time: the app and the command line may both be at it. */
  #read(): Records {
    if (this.#file === null) return this.#memory;
    try {
      const reading = readRecords(this.#file);
      if (reading.ok) return reading.records;
      const aside = setAside(this.#file, this.#options.nowMs());
      this.#tell(
        `What was known of encapsulation is lost, since ${this.#file} ${reading.reason}: it was set aside as ${aside}, and a new one is begun.`,
      );
      return NO_RECORDS;
    } catch (error) {
      this.#tell(
        `What is known of encapsulation can't be read (${wordsOf(error)}): see who owns ${this.#file}.`,
      );
      return this.#memory;
    }
  }

  /** Synchronous from the reading to the writing, so that nothing of this process comes between. */
  #change(id: string, change: (known: NetworkRecord) => NetworkRecord): void {
    const records = this.#read();
    const usedMs = wallMs(this.#options.nowMs());
    const known = records.networks.find((network) => network.id === id) ?? {
      id,
      usedMs,
      consent: null,
      calibrations: [],
    };
    const others = records.networks.filter((network) => network.id !== id);
    this.#memory = { version: 1, networks: bounded([{ ...change(known), usedMs }, ...others]) };
    if (this.#file === null) return;
    try {
      writeRecords(this.#file, this.#memory);
    } catch (error) {
      this.#tell(
        `What was learned of encapsulation can't be kept (${wordsOf(error)}): see who owns ${this.#file}.`,
      );
    }
  }

  /** The same trouble once: it comes back with every question. */
  #tell(text: string): void {
    if (this.#told === text) return;
    this.#told = text;
    this.#options.onTrouble(text);
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Consent and calibrations of each network, in `encapsulation.json`. Never rejects: what can't be read counts as not
 * known, so as not allowed; what can't be written is remembered while this process runs. A file that is damaged is set
 * aside.
 */
export function openRecords(options: RecordsOptions): EncapsulationRecords {
  return new FileRecords(options);
}
