import { join } from 'node:path';
import { KINDS, type Kind } from '../../../main/domain/model/kind.ts';
import type { MonitorEvent } from '../../../main/domain/model/monitor-event.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { PushCore } from '../../../main/export/push/core.ts';
import { openConnection } from '../../../main/export/push/http/post.ts';
import type { PushFigures } from '../../../main/export/push/messages.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';

const ANCHORS: Readonly<Record<Kind, string>> = {
  icmp4: '192.0.2.1',
  icmp6: '2001:db8::1',
  tcp4: '192.0.2.1:443',
  tcp6: '[2001:db8::1]:443',
  dns: '192.0.2.53:53',
  gateway: '192.168.1.1',
};

/** As often as the product hands over what it measured. */
const HAND_OVER_MS = 800;

/** A machine of the fleet: it measures nothing, but all from the first event to the server is the product's own. */
export class Machine {
  readonly name: string;
  readonly #core: PushCore;
  readonly #connection: ReturnType<typeof openConnection>;
  readonly #timers: NodeJS.Timeout[];
  #figures: PushFigures | null = null;
  #events: MonitorEvent[] = [];
  #told = 0;
  #id = 0;

  /** @param index sets when within a second it measures, so that the fleet does not do so all at once. */
  constructor(index: number, url: string, folder: string) {
    this.name = `machine-${index}`;
    const push = { ...DEFAULT_CONFIG.metrics.push, url, enabled: true };
    this.#connection = openConnection({
      url: new URL(url),
      credentials: push,
      version: '0.0.0',
      timeoutMs: 30_000,
      wallMs: Date.now,
    });
    this.#core = new PushCore({
      start: {
        push,
        machine: this.name,
        labels: { provider: `provider-${index % 5}` },
        version: '0.0.0',
        queuePath: join(folder, `${this.name}.sqlite`),
      },
      post: this.#connection.post,
      setTimer: (callback, delayMs) => {
        const timer = setTimeout(callback, delayMs);
        return { cancel: () => clearTimeout(timer) };
      },
      wallMs: Date.now,
      monoMs: () => performance.now(),
      random: Math.random,
      onState: (figures) => {
        this.#figures = figures;
      },
    });
    this.#timers = KINDS.map((kind, at) => {
      const begin = (): void => {
        this.#timers[at] = setInterval(() => this.#measure(kind), 1000);
      };
      return setTimeout(begin, (index * 61 + at * 167) % 1000);
    });
    this.#timers.push(setInterval(() => this.#handOver(), HAND_OVER_MS));
  }

  /** Probes so far: a point `faultline_sample_lost` each. */
  get probes(): number {
    return this.#id;
  }
  get figures(): PushFigures | null {
    return this.#figures;
  }

  #measure(kind: Kind): void {
    this.#id += 1;
    const isLost = this.#id % 50 === 0;
    this.#events.push({
      type: 'sample',
      sample: {
        id: this.#id,
        kind,
        anchor: ANCHORS[kind],
        sentWallMs: wallMs(Date.now()),
        sentMonoMs: monoMs(performance.now()),
        outcome: isLost ? 'lost' : 'reply',
        rttMs: isLost ? null : 5 + Math.random() * 30,
        via: 'helper',
      },
    });
  }

  #handOver(): void {
    if (this.#events.length === 0) return;
    this.#core.take('bench', this.#told + 1, this.#events);
    this.#told += this.#events.length;
    this.#events = [];
  }

  /** Measures no more; what was measured stays on its way. */
  rest(): void {
    for (const timer of this.#timers) clearInterval(timer);
  }

  async stop(): Promise<void> {
    this.rest();
    this.#handOver();
    await this.#core.stop(30_000);
    this.#connection.close();
  }
}
