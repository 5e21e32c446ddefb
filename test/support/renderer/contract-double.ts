import { Refusal } from '../../../main/app/refusal.ts';
import type { Trouble } from '../../../main/contract/channel.ts';
import type { Handlers, QuestionName } from '../../../main/contract/contract.ts';
import type { EncapsulationView } from '../../../main/contract/encapsulation-view.ts';
import type { HelperView } from '../../../main/contract/helper-view.ts';
import type { MetricsTestAnswer, MetricsTestAsk } from '../../../main/contract/metrics-view.ts';
import type { SettingsView } from '../../../main/contract/settings-view.ts';
import type { Anchor } from '../../../main/domain/model/anchor.ts';
import type { HelperChoice } from '../../../main/domain/model/helper-way.ts';
import type { TraceView } from '../../../main/domain/model/trace.ts';
import type { Notice } from '../../../main/domain/notices/types.ts';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import { checkAnchor, checkForm, checkMetrics } from '../../../main/settings/form.ts';
import { seriesOf } from './figures.ts';
import type { Scene } from './scene.ts';
import { begunProbe } from './scenes/encapsulated.ts';

/** What a window has asked for, that is not a mere look. */
export interface Asked {
  readonly name: QuestionName;
  readonly ask: unknown;
}

/** Main's end of the contract, acted from a scene. Settings are checked by the product's own rules. */
export class ContractDouble {
  #scene: Scene;
  #asked: Asked[] = [];
  #refused: Readonly<Partial<Record<QuestionName, Trouble>>> = {};
  /** Questions that wait for the scene to change. */
  #waiting: (() => void)[] = [];
  readonly #tell: (view: SettingsView) => void;

  constructor(scene: Scene, tell: (view: SettingsView) => void) {
    this.#scene = scene;
    this.#refused = scene.refused;
    this.#tell = tell;
  }

  get scene(): Scene {
    return this.#scene;
  }

  get asked(): readonly Asked[] {
    return this.#asked;
  }

  play(scene: Scene): void {
    this.#scene = scene;
    this.#refused = scene.refused;
    this.#asked = [];
  }

  /** Parts of the scene as they are from now on; what was asked and refused stays. */
  change(but: Partial<Scene>): void {
    this.#scene = { ...this.#scene, ...but };
    for (const look of this.#waiting.splice(0)) look();
  }

  /** From now on this question is refused; null: answered again. */
  refuse(name: QuestionName, trouble: Trouble | null): void {
    const { [name]: _, ...others } = this.#refused;
    this.#refused = trouble === null ? others : { ...others, [name]: trouble };
  }

  get handlers(): Handlers {
    const guarded = Object.entries(this.#answers()).map(([name, answer]) => [
      name,
      async (ask: unknown): Promise<unknown> => {
        this.#asked.push({ name: name as QuestionName, ask });
        while (this.#scene.pending.includes(name as QuestionName)) {
          await new Promise<void>((look) => this.#waiting.push(look));
        }
        const trouble = this.#refused[name as QuestionName];
        if (trouble !== undefined) throw new Refusal(trouble);
        return (answer as (ask: unknown) => Promise<unknown>)(ask);
      },
    ]);
    return Object.fromEntries(guarded) as Handlers;
  }

  #answers(): Handlers {
    return {
      state: async () => this.#scene.state,
      series: async (query) => seriesOf(this.#scene, query),
      incidents: async ({ fromMs = 0, toMs = Number.POSITIVE_INFINITY, class: only, limit = 100 }) =>
        this.#scene.incidents
          .filter((one) => one.sinceMs <= toMs && (one.untilMs ?? Number.POSITIVE_INFINITY) >= fromMs)
          .filter((one) => only === undefined || one.class === only)
          .slice(0, limit),
      gaps: async ({ fromMs, toMs }) =>
        this.#scene.gaps.filter((gap) => gap.toMs > fromMs && gap.fromMs < toMs),
      noteIncident: async ({ id, note }) => {
        const noted = this.#scene.incidents.find((one) => one.id === id);
        if (noted === undefined) throw new Refusal({ what: 'This incident is no longer there.', wayOut: '' });
        const changed = { ...noted, note };
        const incidents = this.#scene.incidents.map((one) => (one.id === id ? changed : one));
        this.#scene = { ...this.#scene, incidents };
        return changed;
      },
      notices: async () => this.#scene.notices,
      testNotice: async () => this.#testNotice(),
      export: async () => ({ file: this.#scene.exportFile }),
      pause: async () => null,
      resume: async () => null,
      settings: async () => this.#scene.settings,
      changeSettings: async ({ config }) => this.#change(config),
      resetSettings: async () =>
        this.#take({ ...this.#scene.settings, config: this.#scene.settings.defaults }),
      testAnchor: async (anchor) => testAnchor(anchor),
      fixHelper: async () => null,
      helper: async () => this.#scene.helper,
      useHelperWay: async ({ choice }) => this.#useWay(choice),
      metrics: async () => this.#scene.metrics,
      testMetrics: async (ask) => testMetrics(this.#scene, ask),
      retryEngine: async () => null,
      openDataFolder: async () => null,
      openWindow: async () => null,
      startTrace: async (ask) => startedTrace(this.#scene, ask),
      stopTrace: async () => null,
      trace: async ({ id }) => keptTrace(this.#scene, id),
      traces: async ({ incident }) =>
        this.#scene.traces.filter((one) => incident === null || one.incident === incident),
      untraced: async () => this.#scene.untraced,
      traceTargets: async () => this.#scene.traceTargets,
      copyTrace: async () => null,
      saveTrace: async () => ({ file: this.#scene.traceFile }),
      openTrace: async () => this.#scene.openedTrace,
      startPathProbe: async (ask) => begunProbe(this.#scene.startedPathProbe, ask),
      stopPathProbe: async () => null,
      pathProbe: async () => this.#scene.startedPathProbe,
      encapsulation: async () => this.#scene.encapsulation,
      allowEncapsulation: async ({ allowed }) => this.#allow(allowed),
      openAuditLog: async () => null,
      destination: async () => this.#scene.destination,
    };
  }

  #useWay(choice: HelperChoice): HelperView {
    const { helper, settings } = this.#scene;
    this.#take({ ...settings, config: { ...settings.config, helperWay: choice } });
    const used: HelperView = { ...helper, choice, active: choice === 'auto' ? helper.active : choice };
    this.#scene = { ...this.#scene, helper: used };
    return used;
  }

  #allow(allowed: boolean): EncapsulationView {
    const { encapsulation, state } = this.#scene;
    const answered: EncapsulationView = { ...encapsulation, allowed, by: 'answer', sinceMs: state.atMs };
    this.#scene = { ...this.#scene, encapsulation: answered };
    return answered;
  }

  #testNotice(): Notice {
    return {
      id: `test-${this.#scene.state.atMs}-1`,
      kind: 'test',
      incident: null,
      atMs: this.#scene.state.atMs,
      title: 'Faultline can reach you',
      body: 'Notices of outages will look like this one.',
      delivery: this.#scene.testDelivery,
    };
  }

  #change(config: unknown): Awaited<ReturnType<Handlers['changeSettings']>> {
    const check = checkForm(config);
    if (!check.ok) return check;
    return { ok: true, view: this.#take({ ...this.#scene.settings, config: check.config }) };
  }

  #take(view: SettingsView): SettingsView {
    this.#scene = { ...this.#scene, settings: view };
    this.#tell(view);
    return view;
  }
}

/** As main would begin it: what was asked for, and nothing known yet. */
function startedTrace({ startedTrace: begun, startedBack }: Scene, ask: TraceAsk): TraceView {
  if (ask.way !== undefined && ask.way.direction !== 'forward') return { ...startedBack, host: ask.host };
  const method = ask.method === 'auto' ? begun.method : ask.method;
  return { ...begun, host: ask.host, mode: ask.mode, method, family: ask.family ?? begun.family };
}

function keptTrace({ keptTraces, startedTrace: begun }: Scene, id: string): TraceView {
  const found = [...keptTraces, begun].find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new Refusal({ what: 'This trace is no longer in the history.', wayOut: 'Start it again.' });
}

function testMetrics(scene: Scene, { exporter, config }: MetricsTestAsk): MetricsTestAnswer {
  const check = checkMetrics(config, exporter);
  if (check.ok) return { test: scene.metricsTests[exporter] };
  const { problems } = check;
  const text = problems[0]?.message ?? '';
  return { test: { name: exporter, outcome: 'failed', text }, problems };
}

async function testAnchor(anchor: Anchor): ReturnType<Handlers['testAnchor']> {
  const check = checkAnchor(anchor);
  if (check.ok) return { anchor, outcome: 'reply', rttMs: 21.3, text: 'It answers in 21.3 ms.' };
  const text = check.problems[0]?.message ?? '';
  return { anchor, outcome: 'error', rttMs: null, text, problems: check.problems };
}
