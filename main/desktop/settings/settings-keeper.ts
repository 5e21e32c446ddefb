import { copyFileSync, mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { SettingsFile } from '../../app/types.ts';
import type { Config } from '../../domain/model/config.ts';
import { DEFAULT_CONFIG } from '../../settings/defaults.ts';
import type { Migrations } from './migrations.ts';
import { type KnownVersions, type Reading, readSettings } from './read-settings.ts';
import { asideName, setAside } from './set-aside.ts';
import { FOLDER_MODE, type OpenStore, type SettingsStore, storeOptions } from './store.ts';
import { type SettingsTrouble, TROUBLES, writeReason } from './words.ts';

export interface KeeperOptions {
  /** Absolute, ends in `.json`. */
  readonly file: string;
  readonly openStore: OpenStore;
  readonly version: string;
  readonly migrations: Migrations;
  readonly nowMs: () => number;
}

type Save = ReturnType<SettingsFile['save']>;

/** `config.last-good.json` for `config.json`. */
export const lastGoodFile = (file: string): string =>
  join(dirname(file), `${basename(file, '.json')}.last-good.json`);

const isSame = (left: Config, right: Config): boolean => JSON.stringify(left) === JSON.stringify(right);

/**
 * The settings' file and a copy of the last good ones beside it. Whatever is in the file at the start, valid settings
 * are in force afterwards, and nothing that was in it is lost.
 */
export class SettingsKeeper implements SettingsFile {
  readonly path: string;
  readonly #options: KeeperOptions;
  readonly #known: KnownVersions;
  #config: Config = DEFAULT_CONFIG;
  #trouble: SettingsTrouble | null = null;
  /** Why nothing may be written; null: it may. */
  #locked: string | null = null;
  #store: SettingsStore | null = null;
  #copy: SettingsStore | null = null;

  constructor(options: KeeperOptions) {
    this.path = options.file;
    this.#options = options;
    this.#known = { newest: options.version, migrated: Object.keys(options.migrations) };
    this.#take(this.#readMigrated());
  }

  get config(): Config {
    return this.#config;
  }

  get trouble(): SettingsTrouble | null {
    return this.#trouble;
  }

  save(config: Config): Save {
    if (this.#locked !== null) return { ok: false, reason: this.#locked };
    const written = this.#write(config);
    if (!written.ok) return written;
    this.#config = config;
    // A file that was written again is whole, whatever it was before.
    this.#trouble = null;
    this.#keepCopy();
    return written;
  }

  #read(file: string): Reading {
    return readSettings(file, this.#known);
  }

  /** Opening the store migrates; the file as it was is kept beside it. */
  #readMigrated(): Reading {
    const reading = this.#read(this.path);
    if (reading.type !== 'old') return reading;
    try {
      copyFileSync(this.path, asideName(this.path, 'old', this.#options.nowMs()));
      this.#store = this.#open(this.path);
    } catch (error) {
      return { type: 'damaged', why: `${this.path}: it can't be brought up to date (${writeReason(error)})` };
    }
    return this.#read(this.path);
  }

  #take(reading: Reading): void {
    switch (reading.type) {
      case 'good':
        this.#config = reading.config;
        this.#keepCopy();
        return;
      case 'missing':
        this.#restoreMissing();
        return;
      case 'newer':
        this.#config = reading.config ?? this.#lastGood() ?? DEFAULT_CONFIG;
        this.#trouble = TROUBLES.newer(reading, this.#origin());
        this.#locked = TROUBLES.lockedByNewer(reading.version);
        return;
      case 'unreadable':
        this.#config = this.#lastGood() ?? DEFAULT_CONFIG;
        this.#trouble = TROUBLES.unreadable(reading.why, this.#origin());
        this.#locked = reading.why;
        return;
      default:
        this.#replaceDamaged(
          reading.type === 'damaged' ? reading.why : `${this.path}: of an earlier version`,
        );
    }
  }

  /** Without a file the defaults hold, unless there was one that has gone. */
  #restoreMissing(): void {
    const lastGood = this.#lastGood();
    if (lastGood === null) return;
    this.#config = lastGood;
    this.#trouble = TROUBLES.missing(this.path);
    this.#write(lastGood);
  }

  #replaceDamaged(why: string): void {
    const lastGood = this.#lastGood();
    this.#config = lastGood ?? DEFAULT_CONFIG;
    try {
      const aside = setAside(this.path, this.#options.nowMs());
      this.#trouble = TROUBLES.damaged(why, aside, this.#origin());
      if (lastGood !== null) this.#write(lastGood);
    } catch (error) {
      this.#trouble = TROUBLES.stuck(why, writeReason(error), this.#origin());
      this.#locked = why;
    }
  }

  /** What is in force, for the words. */
  #origin(): 'last-good' | 'defaults' {
    return this.#lastGood() === null ? 'defaults' : 'last-good';
  }

  /** Null: there is none that can be used. */
  #lastGood(): Config | null {
    const reading = this.#read(lastGoodFile(this.path));
    return reading.type === 'good' ? reading.config : null;
  }

  /** A second copy that can't be written is no reason to refuse what has been: the next one will be. */
  #keepCopy(): void {
    const known = this.#lastGood();
    if (known !== null && isSame(known, this.#config)) return;
    try {
      this.#copy ??= this.#openAfresh(lastGoodFile(this.path));
      this.#copy.store = { ...this.#config };
    } catch {
      // Told where it matters: by the next save of the file itself, in the same folder.
    }
  }

  #write(config: Config): Save {
    try {
      this.#store ??= this.#openAfresh(this.path);
      this.#store.store = { ...config };
      return { ok: true };
    } catch (error) {
      return { ok: false, reason: writeReason(error) };
    }
  }

  /** What is in the file may have been damaged since it was read: then it is set aside as at the start. */
  #openAfresh(file: string): SettingsStore {
    mkdirSync(dirname(file), { recursive: true, mode: FOLDER_MODE });
    if (this.#read(file).type === 'damaged') setAside(file, this.#options.nowMs());
    return this.#open(file);
  }

  #open(file: string): SettingsStore {
    const { openStore, version, migrations } = this.#options;
    return openStore(storeOptions(file, version, migrations));
  }
}
