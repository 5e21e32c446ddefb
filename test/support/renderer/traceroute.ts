import type { Page } from 'playwright-core';
import type { RendererHarness, ShowOptions } from './launch.ts';
import type { Scene } from './scene.ts';
import type { SceneName } from './scenes/all.ts';
import { type TraceName, tracing } from './scenes/traces.ts';

export interface TracerouteOptions extends ShowOptions {
  /** What is shown; left out: nothing yet. */
  readonly trace?: TraceName;
  readonly scene?: SceneName;
}

/** The traceroute window, once it shows what it was opened for. */
export async function showTraceroute(
  harness: RendererHarness,
  { trace, scene = 'good', but = {}, ...size }: TracerouteOptions = {},
): Promise<Page> {
  const changes: Partial<Scene> = { ...(trace === undefined ? {} : tracing(trace)), ...but };
  const page = await harness.show('traceroute', scene, { width: 1040, height: 720, ...size, but: changes });
  await page.getByRole('heading', { level: 1 }).waitFor();
  if (trace !== undefined) await page.getByRole('region', { name: 'Result' }).waitFor();
  return page;
}

/** What was asked of main under this name, the latest last. */
export const askedFor = async (harness: RendererHarness, name: string): Promise<readonly unknown[]> =>
  (await harness.asked()).filter((one) => one.name === name).map(({ ask }) => ask);
