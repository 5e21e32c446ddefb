import type { MetricsConfig } from '../domain/model/metrics-config.ts';
import type { ExporterName, ExporterTest } from '../domain/model/metrics-state.ts';
import { secretsHidden } from './secrets.ts';
import { within } from './within.ts';

/** An exporter's own test takes ten seconds at most; one that hangs is not waited for. */
const TEST_WITHIN_MS = 12_000;

/** Tests by hand: the same one asked for again before its answer is there is not run twice. */
export class SharedTests {
  readonly #running = new Map<string, Promise<ExporterTest>>();

  /** Never rejects, and has no secret in its text. */
  run(name: ExporterName, metrics: MetricsConfig, test: () => Promise<ExporterTest>): Promise<ExporterTest> {
    const key = JSON.stringify([name, metrics]);
    const known = this.#running.get(key);
    if (known !== undefined) return known;
    const hide = secretsHidden(metrics);
    const asked = bounded(name, test)
      .then((result) => ({ ...result, text: hide(result.text) }))
      .finally(() => this.#running.delete(key));
    this.#running.set(key, asked);
    return asked;
  }
}

async function bounded(name: ExporterName, test: () => Promise<ExporterTest>): Promise<ExporterTest> {
  const failed = (text: string): ExporterTest => ({ name, outcome: 'failed', text });
  try {
    const result = await within(TEST_WITHIN_MS, test());
    return result?.value ?? failed(`Nothing came back within ${TEST_WITHIN_MS / 1000} seconds.`);
  } catch (error) {
    return failed(`The test itself failed: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
