import { createCalibrationEngine } from '../../../main/domain/encapsulation/calibrate/calibration-engine.ts';
import type {
  CalibrationFacts,
  CalibrationPlan,
  PacketEngine,
  PacketStep,
} from '../../../main/domain/encapsulation/types.ts';
import type { HopCalibration } from '../../../main/domain/model/encapsulation.ts';
import type { TraceView } from '../../../main/domain/model/trace.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { openRecords } from '../../../main/encapsulation/records/open-records.ts';
import { ENCAPSULATION_PORTS, type EncapsulationPorts } from '../../../main/encapsulation/run/ports.ts';
import type { AuditEntry, AuditRun, EncapsulationSurroundings } from '../../../main/encapsulation/types.ts';
import { NameCache } from '../../../main/trace/host/reverse-names.ts';
import type { RunningTrace, StartTrace } from '../../../main/trace/types.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeResolver, settled } from '../trace-runner/stage.ts';
import { came, FakePaths, OWN, type SentPacket, wasLost } from './fake-paths.ts';

export const RELAY = '198.51.100.3';

export const calibrated = (address: string, change: Partial<HopCalibration> = {}): HopCalibration => ({
  address,
  decapsulates: 'yes',
  reason: null,
  waysHome: ['hop', 'echo'],
  largestBytes: 1500,
  ttlHome: 4,
  testedMs: wallMs(Date.UTC(2026, 0, 1)),
  ...change,
});

/** Sends one packet to each hop, and then knows what the test says of it. */
export function knownHops(
  known: Readonly<Record<string, Partial<HopCalibration>>>,
  prohibitedBy: string | null = null,
) {
  return (plan: CalibrationPlan): PacketEngine<CalibrationFacts> => {
    const left = new Set(plan.hops);
    const step = (send: PacketStep['send']): PacketStep => ({
      send,
      ping: [],
      wakeAtMono: null,
      done: left.size === 0,
    });
    return {
      start: () =>
        step(
          plan.hops.map((key) => ({ key, via: [key], inner: 'echo-request', end: key, ttl: 64, size: 0 })),
        ),
      result(key) {
        left.delete(key);
        return step([]);
      },
      again: () => step([]),
      tick: () => step([]),
      facts: () => ({
        hops: plan.hops.map((hop) => {
          const address = plan.path[hop] ?? '';
          return calibrated(
            address,
            known[address] ?? { decapsulates: 'no', reason: 'refuses', waysHome: [] },
          );
        }),
        sent: plan.hops.length,
        prohibitedBy,
      }),
    };
  };
}

export interface StageOptions {
  readonly ports?: Partial<EncapsulationPorts>;
  readonly allowed?: boolean;
  readonly onPacket?: (packet: SentPacket, clock: FakeClock) => void;
  /** Which line of the log can't be written. */
  readonly auditFails?: 'begin' | 'end';
}

/** All that runs touch, in the hands of the test. */
export function makeStage({ ports = {}, allowed = true, onPacket, auditFails }: StageOptions = {}) {
  const clock = new FakeClock();
  const paths = new FakePaths(clock);
  if (onPacket !== undefined) paths.onPacket = (packet) => onPacket(packet, clock);
  const audit: AuditEntry[] = [];
  const begun: AuditRun[] = [];
  const troubles: string[] = [];
  const records = openRecords({
    directory: null,
    nowMs: () => clock.now().wallMs,
    onTrouble: (text) => troubles.push(text),
  });
  const around: EncapsulationSurroundings = {
    sender: paths,
    paths,
    clock,
    id: 'run-1',
    network: 'home',
    records,
    audit: {
      file: null,
      begin: (entry) => {
        if (auditFails === 'begin') throw new Error('EISDIR');
        begun.push(entry);
      },
      add: async (entry) => {
        if (auditFails === 'end') throw new Error('ENOSPC');
        audit.push(entry);
      },
    },
    allowed,
  };
  const all: EncapsulationPorts = {
    ...ENCAPSULATION_PORTS,
    lookup: async () => [{ address: RELAY }],
    ownAddress: async ({ family }) => (family === 4 ? OWN : '2001:db8:1::10'),
    resolver: () => new FakeResolver(),
    names: new NameCache(),
    mtu: () => 1500,
    random: () => 0.5,
    calibration: createCalibrationEngine,
    startTrace: () => {
      throw new Error('no trace was to be started');
    },
    ...ports,
  };
  return {
    clock,
    paths,
    around,
    audit,
    begun,
    records,
    ports: all,
    async pass(ms: number): Promise<void> {
      await settled();
      for (let passed = 0; passed < ms; passed += 10) {
        clock.advance(Math.min(10, ms - passed));
        await settled();
      }
    },
  };
}

/** A trace that has ended with this. */
export function endedTrace(view: TraceView, failure: RunningTrace['failure'] = null): StartTrace {
  return () => ({
    view,
    failure,
    onChange: () => () => {},
    ended: Promise.resolve(view),
    stop: () => {},
  });
}

/**
 * The relay is hop 1 of its own way home, then come the routers, then this machine, which sees no packet that seems to
 * come from itself. Each hop is 10 ms farther.
 */
export function homeward(routers: readonly (string | null)[]) {
  const home = routers.length + 2;
  return (packet: SentPacket, clock: FakeClock): void => {
    const { inner, end, ttl } = packet.request;
    const relay = packet.addresses[0] ?? '';
    const tell = (act: () => void, afterMs: number): void => {
      clock.setTimer(act, afterMs);
    };
    const lost = (): void => tell(() => wasLost(packet), packet.request.timeoutMs);
    if (inner === 'echo-request') {
      tell(() => came(packet, relay, { ttl: 64 - routers.length }), 10);
      return;
    }
    if (ttl >= home) {
      if (end === null) lost();
      else tell(() => came(packet, relay, { ttl: ttl - home + 1, rttMs: 50 }), 50);
      return;
    }
    const hop = ttl === 1 ? relay : (routers[ttl - 2] ?? null);
    if (end !== null || hop === null) lost();
    else {
      const change = {
        kind: 'ttl-exceeded',
        code: 'ttl-exceeded',
        layer: 1,
        ttl: 64 - (home - 1 - ttl),
        rttMs: 10 * ttl,
      } as const;
      tell(() => came(packet, hop, change), 10 * ttl);
    }
  };
}
