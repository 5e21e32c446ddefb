import { startApp } from '../../../main/app/start-app.ts';
import type { App, Desktop, NoticeToShow, SettingsFile } from '../../../main/app/types.ts';
import type { Destination, Pushes, PushName, WindowName } from '../../../main/contract/contract.ts';
import type { Config } from '../../../main/domain/model/config.ts';
import type { Engine, EngineOptions } from '../../../main/headless/types.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { EncapsulationDouble } from './encapsulation/encapsulation-double.ts';
import { EngineDouble } from './engine-double.ts';
import { ExportersDouble } from './exporters-double.ts';
import { TracesDouble } from './traces/traces-double.ts';

export class DesktopDouble implements Desktop {
  readonly shown: NoticeToShow[] = [];
  readonly folders: string[] = [];
  readonly opened: { window: WindowName; destination: Destination | null }[] = [];
  saveTo: string | null = null;
  /** What was suggested, each time. */
  readonly suggested: string[] = [];
  toOpen: string | null = null;
  readonly copied: string[] = [];
  atLogin = false;

  async notify(output: NoticeToShow): Promise<boolean> {
    this.shown.push(output);
    return true;
  }
  async askWhereToSave({ name }: { readonly name: string }): Promise<string | null> {
    this.suggested.push(name);
    return this.saveTo;
  }
  async askWhatToOpen(): Promise<string | null> {
    return this.toOpen;
  }
  copyText(text: string): void {
    this.copied.push(text);
  }
  async openFolder(path: string): Promise<void> {
    this.folders.push(path);
  }
  /** Whether some program shows files. */
  showsFiles = true;
  readonly files: string[] = [];
  async openFile(path: string): Promise<void> {
    if (!this.showsFiles) throw new Error('no program');
    this.files.push(path);
  }
  openWindow(window: WindowName, destination: Destination | null): void {
    this.opened.push({ window, destination });
  }
  readonly startAtLogin = {
    isSet: (): boolean => this.atLogin,
    set: (enabled: boolean): void => {
      this.atLogin = enabled;
    },
  };
}

export class SettingsDouble implements SettingsFile {
  readonly path = '/home/somebody/.config/faultline/config.json';
  config: Config = DEFAULT_CONFIG;
  trouble: SettingsFile['trouble'] = null;
  refuses: string | null = null;

  save(config: Config): { ok: true } | { ok: false; reason: string } {
    if (this.refuses !== null) return { ok: false, reason: this.refuses };
    this.config = config;
    return { ok: true };
  }
}

type Told = { [Name in PushName]: { readonly name: Name; readonly message: Pushes[Name] } }[PushName];

export interface Bench {
  readonly app: App;
  readonly clock: FakeClock;
  readonly desktop: DesktopDouble;
  readonly settings: SettingsDouble;
  /** Every engine that was started, in order. */
  readonly engines: readonly EngineDouble[];
  readonly engine: () => EngineDouble;
  readonly starts: readonly EngineOptions[];
  readonly traces: TracesDouble;
  readonly encapsulation: EncapsulationDouble;
  readonly exporters: ExportersDouble;
  readonly told: readonly Told[];
  readonly logged: readonly string[];
  /** Messages of one name. */
  pushed<Name extends PushName>(name: Name): readonly Pushes[Name][];
  /** Lets what was promised be done. */
  settle(): Promise<void>;
}

export interface BenchOptions {
  /** In place of an engine double, at each start. */
  readonly start?: (number: number) => Promise<Engine> | null;
  readonly prepare?: (parts: { settings: SettingsDouble; engine: EngineDouble }) => void;
}

/** The whole app with doubles around it, its engine running. */
export async function setUp({ start = () => null, prepare }: BenchOptions = {}): Promise<Bench> {
  const clock = new FakeClock();
  const desktop = new DesktopDouble();
  const settings = new SettingsDouble();
  const engines: EngineDouble[] = [];
  const starts: EngineOptions[] = [];
  const told: Told[] = [];
  const logged: string[] = [];
  const traces = new TracesDouble();
  const encapsulation = new EncapsulationDouble(traces);
  const exporters = new ExportersDouble();
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  };
  const startEngine = async (options: EngineOptions): Promise<Engine> => {
    starts.push(options);
    const other = await start(starts.length);
    if (other !== null) return other;
    const engine = new EngineDouble();
    prepare?.({ settings, engine });
    engines.push(engine);
    return engine;
  };
  const app = await startApp({
    desktop,
    settings,
    dataDirectory: '/home/somebody/.local/share/faultline',
    version: '1.2.3',
    startEngine,
    startTrace: traces.start,
    encapsulation,
    exporters,
    newId: traces.newId,
    clock,
    log: (what) => logged.push(what),
  });
  app.subscribe((name, message) => told.push({ name, message } as Told));
  await settle();
  const engine = (): EngineDouble => {
    const last = engines.at(-1);
    if (last === undefined) throw new Error('no engine was started');
    return last;
  };
  return {
    app,
    clock,
    desktop,
    settings,
    engines,
    engine,
    starts,
    traces,
    encapsulation,
    exporters,
    told,
    logged,
    settle,
    pushed: <Name extends PushName>(name: Name) =>
      told.filter((one) => one.name === name).map((one) => one.message as Pushes[Name]),
  };
}
