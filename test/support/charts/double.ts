import type { AppState } from '../../../main/contract/app-state.ts';
import type { Api, Ask, Message, PushName, QuestionName } from '../../../main/contract/contract.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import type { Line } from './line.ts';

type Listeners = { [Name in PushName]: Set<(message: Message<Name>) => void> };

/** Stands in for main: answers about a line, counts what it is asked, and moves when it is told to. */
export class ApiDouble implements Api {
  readonly asked: { readonly name: QuestionName; readonly ask: unknown }[] = [];
  readonly #line: Line;
  readonly #listeners: Listeners = {
    state: new Set(),
    recorded: new Set(),
    incidentsChanged: new Set(),
    notice: new Set(),
    trace: new Set(),
    pathProbe: new Set(),
    encapsulation: new Set(),
    tracesChanged: new Set(),
    settings: new Set(),
    helper: new Set(),
    metrics: new Set(),
    go: new Set(),
  };
  #nowMs: number;
  #problem: string | null = null;
  #held: (() => void)[] | null = null;

  constructor(line: Line, nowMs: number) {
    this.#line = line;
    this.#nowMs = nowMs;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** Every question about figures is refused with it; null: answered again. */
  failWith(problem: string | null): void {
    this.#problem = problem;
  }

  /** Questions about figures wait until `release`. */
  hold(): void {
    this.#held ??= [];
  }

  release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const go of held) go();
  }

  /** Time passes and the history has written it. */
  advance(ms: number): void {
    this.#nowMs += ms;
    this.push('state', this.state());
    this.push('recorded', { toMs: wallMs(this.#nowMs) });
  }

  push<Name extends PushName>(name: Name, message: Message<Name>): void {
    for (const listener of this.#listeners[name]) listener(message);
  }

  on<Name extends PushName>(name: Name, listener: (message: Message<Name>) => void): () => void {
    this.#listeners[name].add(listener);
    return () => this.#listeners[name].delete(listener);
  }

  /** Listeners that nobody took away. */
  listeners(): number {
    return Object.values(this.#listeners).reduce((sum, { size }) => sum + size, 0);
  }

  async ask<Name extends QuestionName>(name: Name, ask: Ask<Name>): Promise<never> {
    this.asked.push({ name, ask });
    // The answer's type depends on the name, which a lookup cannot express.
    return (await this.#answer(name, ask)) as never;
  }

  async #answer(name: QuestionName, ask: unknown): Promise<unknown> {
    switch (name) {
      case 'state':
        return this.state();
      case 'series': {
        if (this.#held !== null) await new Promise<void>((resolve) => this.#held?.push(resolve));
        if (this.#problem !== null) throw new Error(this.#problem);
        return this.#line.answer(ask as Ask<'series'>, this.#nowMs);
      }
      case 'incidents':
        return this.#line.incidents.filter(({ sinceMs }) => sinceMs <= this.#nowMs);
      case 'gaps':
        return this.#line.gaps;
      case 'notices':
      case 'traces':
        return [];
      case 'settings':
        return { config: { anchors: [] } };
      case 'metrics':
        return { states: [] };
      case 'traceTargets':
        return { anchors: [], gateways: [], recent: [] };
      default:
        return null;
    }
  }

  state(): AppState {
    const light = (subject: 'icmp' | 'ipv4' | 'ipv6' | 'dns' | 'gateway', rttMs: number) =>
      ({ subject, health: 'good', rttMs, loss: 0 }) as const;
    return {
      atMs: wallMs(this.#nowMs),
      phase: 'running',
      tray: 'good',
      verdict: { state: 'good', headline: 'All is well.', detail: 'IPv4, IPv6 and ping work.' },
      lights: [
        light('icmp', 18.4),
        light('ipv4', 21.2),
        light('ipv6', 23.9),
        light('dns', 12.1),
        light('gateway', 1.4),
      ],
      network: 'eth0 192.0.2.10 via 192.0.2.1',
      mode: { icmp: 'helper', reason: '' },
      pause: null,
      open: [],
      quiet: { active: false, untilMs: null },
      history: null,
      advice: [],
      firstRun: false,
      version: '0.1.0',
    };
  }
}
