import { effect, signal } from '@preact/signals';
import type { MetricsView } from '../../../main/contract/metrics-view.ts';
import type { ExporterName, ExporterTest } from '../../../main/domain/model/metrics-state.ts';
import { api } from '../../api.ts';
import { reasonOf } from '../../components/feedback/toasts.ts';
import { withValue } from '../form/config-path.ts';
import { problems, resets, view } from '../store.ts';
import { asTyped, draftsIn, judged } from './draft-rules.ts';
import { drafts, dropDrafts } from './drafts.ts';
import { labelsAsTyped } from './labels/label-store.ts';
import { settleNow } from './settle.ts';

/** What main told last; null: not told yet. */
export const metrics = signal<MetricsView | null>(null);
/** The window's clock, for how long ago something arrived. */
export const nowMs = signal(Date.now());

export type TestState = 'busy' | ExporterTest;
export const tests = signal<ReadonlyMap<ExporterName, TestState>>(new Map());

const CLOCK_MS = 1000;

function setTest(name: ExporterName, state: TestState | null): void {
  const next = new Map(tests.peek());
  if (state === null) next.delete(name);
  else next.set(name, state);
  tests.value = next;
}

/** What can't be had now comes with the next change. */
export async function followMetrics(): Promise<void> {
  api.on('metrics', (told) => {
    metrics.value = told;
  });
  setInterval(() => {
    nowMs.value = Date.now();
  }, CLOCK_MS);
  addEventListener('pagehide', settleNow);
  let known = resets.peek();
  effect(() => {
    if (resets.value === known) return;
    known = resets.value;
    dropDrafts();
    tests.value = new Map();
  });
  const told = await api.ask('metrics', null).catch(() => null);
  if (told !== null) metrics.value = told;
}

/** Numbers the tests, so that the answer to a form that has changed since is not shown. */
const runs = new Map<ExporterName, number>();

/** What a test found says nothing about another form. */
export function voidTest(name: ExporterName): void {
  runs.set(name, (runs.get(name) ?? 0) + 1);
  setTest(name, null);
}

/** The form as it stands there; labels only go with what is pushed. */
function formFor(name: ExporterName): unknown {
  const typed = asTyped(view.peek()?.config, draftsIn(drafts.peek(), ['metrics.machine', `metrics.${name}`]));
  return name === 'push' ? withValue(typed, ['metrics', 'labels'], labelsAsTyped()) : typed;
}

/** By the form as it is, in force or not; what is wrong with it stands beside its fields. */
export async function testExporter(name: ExporterName): Promise<void> {
  voidTest(name);
  const run = runs.get(name);
  setTest(name, 'busy');
  try {
    const answer = await api.ask('testMetrics', { exporter: name, config: formFor(name) });
    if (runs.get(name) !== run) return;
    setTest(name, answer.test);
    const own = (answer.problems ?? []).filter(({ path }) => path[1] === name);
    problems.value = judged(problems.peek(), `metrics.${name}`, own, '');
  } catch (error) {
    if (runs.get(name) === run) setTest(name, { name, outcome: 'failed', text: reasonOf(error) });
  }
}
