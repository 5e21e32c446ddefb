import {
  type OpenMetricsContentType,
  openMetricsContentType,
  Registry,
  type RegistryContentType,
} from 'prom-client';
import type { Clock } from '../clock.ts';

/** `text`: Prometheus' own, 0.0.4. `open-metrics`: OpenMetrics 1.0. */
export type Format = 'text' | 'open-metrics';

export interface Page {
  readonly contentType: RegistryContentType;
  readonly text: string;
}

/** Whoever asks faster gets the page of before: writing it costs a few milliseconds of the process that measures. */
export const REUSE_MS = 100;

interface Written {
  readonly atMs: number;
  readonly page: Promise<Page>;
}

/** `le="1"`: OpenMetrics wants bounds as `1.0`. So they are in both formats: a series has one name whoever asks. */
const canonical = (text: string): string => text.replaceAll(/_bucket\{le="(\d+)"/g, '_bucket{le="$1.0"');

/**
 * The library takes `_total` off a counter's own name when it writes OpenMetrics, for good: what is written there is a
 * shadow of each metric, so that a name of its own is all that it changes.
 */
function shadowed(register: Registry): Registry<OpenMetricsContentType> {
  const shadows = new Registry<OpenMetricsContentType>();
  shadows.setContentType(openMetricsContentType);
  for (const metric of register.getMetricsAsArray()) shadows.registerMetric(Object.create(metric));
  return shadows;
}

/** What stands in a register, as text; the register has to be complete. */
export class Exposition {
  readonly #registers: Readonly<Record<Format, Registry<RegistryContentType>>>;
  readonly #clock: Clock;
  readonly #written = new Map<Format, Written>();

  constructor(register: Registry, clock: Clock) {
    this.#registers = { text: register, 'open-metrics': shadowed(register) };
    this.#clock = clock;
  }

  page(format: Format): Promise<Page> {
    const nowMs = this.#clock.now().monoMs;
    const before = this.#written.get(format);
    if (before !== undefined && nowMs - before.atMs < REUSE_MS) return before.page;
    const register = this.#registers[format];
    const page = register
      .metrics()
      .then((text) => ({ contentType: register.contentType, text: canonical(text) }));
    this.#written.set(format, { atMs: nowMs, page });
    return page;
  }
}

/** How many figures a page holds. */
export const figuresIn = (page: string): number =>
  page.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
