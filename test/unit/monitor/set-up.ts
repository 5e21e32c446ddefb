import type { Anchor } from '../../../main/domain/model/anchor.ts';
import type { MonitorConfig } from '../../../main/domain/model/config.ts';
import type { HelperChoice } from '../../../main/domain/model/helper-way.ts';
import type { Kind } from '../../../main/domain/model/kind.ts';
import type { Network } from '../../../main/domain/model/network.ts';
import type { HelperState, Supervisor } from '../../../main/helper-client/supervise.ts';
import type { HelperRetry } from '../../../main/helper-client/types.ts';
import type { RunPing } from '../../../main/monitor/echo/run-ping.ts';
import { openAnswerWindow } from '../../../main/monitor/flight/answer-window.ts';
import type { SendProbe } from '../../../main/monitor/flight/probe.ts';
import type { ProbeKind } from '../../../main/monitor/kinds/probe-kind.ts';
import { LiveMonitor, type MonitorParts } from '../../../main/monitor/monitor.ts';
import type { MonitorFact } from '../../../main/monitor/types.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { noHelper } from '../../support/no-helper.ts';
import { CONFIG } from './config.ts';
import { FakeHelper } from './echo/fake-helper.ts';

export const HOME: Network = {
  id: 'home',
  label: 'eth0 192.0.2.10 via 192.0.2.1',
  ipv4: true,
  ipv6: false,
  gateway4: '192.0.2.1',
  gateway6: null,
};

export const ANCHORS: readonly Anchor[] = [
  { kind: 'icmp4', address: '198.51.100.1' },
  { kind: 'icmp4', address: '198.51.100.2' },
  { kind: 'tcp4', address: '198.51.100.1', port: 443 },
];

/** A line that answers after a time, or never. */
export class FakeLine {
  rttMs: number | null = 20;
  open = 0;

  readonly send: SendProbe = (_, context, report) => {
    this.open += 1;
    const { rttMs } = this;
    const window = openAnswerWindow(
      context,
      { outcome: 'lost', rttMs: null, via: 'socket' },
      report,
      () => undefined,
    );
    const answer =
      rttMs === null
        ? null
        : context.clock.setTimer(() => window.settle({ outcome: 'reply', rttMs, via: 'socket' }), rttMs);
    let isOpen = true;
    return {
      via: 'socket',
      cancel: () => {
        if (isOpen) this.open -= 1;
        isOpen = false;
        window.close();
        answer?.cancel();
      },
    };
  };
}

export class FakeSupervisor implements Supervisor {
  state: HelperState;
  stops = 0;
  replaced = 0;
  #onChange: (state: HelperState) => void = () => undefined;

  constructor(state: HelperState) {
    this.state = state;
  }

  readonly supervise = async (onChange: (state: HelperState) => void): Promise<Supervisor> => {
    this.#onChange = onChange;
    return this;
  };

  become(state: HelperState): void {
    this.state = state;
    this.#onChange(state);
  }

  replace(): void {
    this.replaced += 1;
  }

  readonly asked: string[] = [];
  readonly access = noHelper().access;
  readonly onChange = noHelper().onChange;

  setChoice(choice: HelperChoice): void {
    this.asked.push(choice);
  }

  async fix(): Promise<HelperRetry> {
    this.asked.push('fix');
    return { ok: false, code: 'failed', reason: 'not here' };
  }

  async useWay(choice: HelperChoice): Promise<HelperRetry> {
    this.asked.push(`use ${choice}`);
    return { ok: false, code: 'failed', reason: 'not here' };
  }

  async stop(): Promise<void> {
    this.stops += 1;
  }
}

export const NO_HELPER: HelperState = {
  client: null,
  code: 'no-privilege',
  reason: 'no right to open raw sockets: start it with sudo',
};

export interface World {
  network: Network;
  signature: string;
  resolvers: readonly string[];
  pingStatus: number;
}

export async function startFake(
  over: { config?: Partial<MonitorConfig>; helper?: HelperState; pingStatus?: number } = {},
) {
  const clock = new FakeClock();
  const line = new FakeLine();
  const supervisor = new FakeSupervisor(over.helper ?? { client: new FakeHelper().client, way: 'inherited' });
  const world: World = {
    network: HOME,
    signature: 'a',
    resolvers: [],
    pingStatus: over.pingStatus ?? 0,
  };
  const facts: MonitorFact[] = [];
  const kind = (name: Kind): ProbeKind => ({ send: line.send, isEcho: !/tcp|dns/.test(name) });
  const runPing: RunPing = (_, __, onEnd) => {
    queueMicrotask(() => onEnd({ type: 'exit', code: world.pingStatus, figureMs: null }));
    return { kill: () => undefined };
  };
  const parts: MonitorParts = {
    clock,
    kinds: {
      icmp4: kind('icmp4'),
      icmp6: kind('icmp6'),
      tcp4: kind('tcp4'),
      tcp6: kind('tcp6'),
      dns: kind('dns'),
      gateway: kind('gateway'),
    },
    readNetwork: () => ({ network: world.network, signature: world.signature }),
    readResolvers: () => world.resolvers,
    runPing,
    superviseHelper: supervisor.supervise,
  };
  const config = { ...CONFIG, anchors: ANCHORS, ...over.config };
  const monitor = await LiveMonitor.start({ config, onFact: (fact) => facts.push(fact) }, parts);
  const samples = () => facts.flatMap((fact) => (fact.type === 'result' ? [fact.sample] : []));
  const gaps = () => facts.flatMap((fact) => (fact.type === 'gap' ? [fact] : []));
  const count = (type: MonitorFact['type']) => facts.filter((fact) => fact.type === type).length;
  return { clock, line, supervisor, world, facts, monitor, samples, gaps, count };
}
