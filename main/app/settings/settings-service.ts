import type { AnchorTest, FieldProblem, SettingsChange, SettingsView } from '../../contract/settings-view.ts';
import type { Anchor } from '../../domain/model/anchor.ts';
import type { Config } from '../../domain/model/config.ts';
import type { Finding } from '../../monitor/flight/probe.ts';
import { BOUNDS } from '../../settings/bounds.ts';
import { DEFAULT_CONFIG } from '../../settings/defaults.ts';
import { checkAnchor, checkForm } from '../../settings/form.ts';
import { Refusal } from '../refusal.ts';
import type { SettingsFile } from '../types.ts';
import { anchorText } from './anchor-words.ts';

export interface SettingsServiceOptions {
  readonly file: SettingsFile;
  readonly dataDirectory: string;
  readonly canStartAtLogin: boolean;
  /** Size of the history, bytes; null: there is none, or it can't be told. */
  readonly historyBytes: () => number | null;
  /** Puts settings in force; rejects when a part of them could not be, which the log is told. */
  readonly apply: (config: Config) => Promise<void>;
  readonly probe: (anchor: Anchor) => Promise<Finding>;
  readonly log: (what: string, error: unknown) => void;
}

/** What the settings window asks and is told. */
export class SettingsService {
  readonly #options: SettingsServiceOptions;
  readonly #listeners = new Set<(view: SettingsView) => void>();
  readonly #tests = new Map<string, Promise<AnchorTest>>();

  constructor(options: SettingsServiceOptions) {
    this.#options = options;
  }

  get config(): Config {
    return this.#options.file.config;
  }

  view(): SettingsView {
    const { file, dataDirectory, canStartAtLogin, historyBytes } = this.#options;
    return {
      config: file.config,
      defaults: DEFAULT_CONFIG,
      bounds: BOUNDS,
      file: file.path,
      dataDirectory,
      historyBytes: historyBytes(),
      canStartAtLogin,
    };
  }

  /** Told after each change, whoever made it. */
  onChange(listener: (view: SettingsView) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Saved first: what could not be kept is not put in force either. */
  async change(value: unknown): Promise<SettingsChange> {
    const check = checkForm(value);
    if (!check.ok) return check;
    const reason = await this.#take(check.config);
    if (reason === null) return { ok: true, view: this.view() };
    return { ok: false, problems: [{ path: [], message: `The settings could not be kept: ${reason}.` }] };
  }

  /** @throws Refusal when the defaults could not be saved. */
  async reset(): Promise<SettingsView> {
    const reason = await this.#take(DEFAULT_CONFIG);
    if (reason === null) return this.view();
    throw new Refusal({
      what: 'The settings could not be reset.',
      wayOut: `The file could not be written: ${reason}.`,
    });
  }

  /** Asked again before the answer is there, the same probe answers both. */
  testAnchor(asked: Anchor): Promise<AnchorTest> {
    const check = checkAnchor(asked);
    if (!check.ok) return Promise.resolve(refusedTest(asked, check.problems));
    const key = JSON.stringify(check.anchor);
    const known = this.#tests.get(key);
    if (known !== undefined) return known;
    const test = this.#test(check.anchor).finally(() => this.#tests.delete(key));
    this.#tests.set(key, test);
    return test;
  }

  async #test(anchor: Anchor): Promise<AnchorTest> {
    const finding = await this.#options.probe(anchor);
    return { anchor, outcome: finding.outcome, rttMs: finding.rttMs, text: anchorText(anchor, finding) };
  }

  /** Null: kept and in force; else the reason why neither. */
  async #take(config: Config): Promise<string | null> {
    const { file, apply, log } = this.#options;
    const saved = file.save(config);
    if (!saved.ok) return saved.reason;
    try {
      await apply(config);
    } catch (error) {
      // They are kept, and what part of them is not in force will be at the next start.
      log('the settings were not all put in force', error);
    }
    const view = this.view();
    for (const listener of [...this.#listeners]) listener(view);
    return null;
  }
}

const refusedTest = (anchor: Anchor, problems: readonly FieldProblem[]): AnchorTest => ({
  anchor,
  outcome: 'error',
  rttMs: null,
  text: problems[0]?.message ?? '',
  problems,
});
