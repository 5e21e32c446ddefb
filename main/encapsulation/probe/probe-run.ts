import { longestPath } from '../../domain/encapsulation/room.ts';
import type { PathProbeFacts } from '../../domain/encapsulation/types.ts';
import type { HopCalibration, PathProbeView } from '../../domain/model/encapsulation.ts';
import type { TraceStatus, TraceWarning } from '../../domain/model/trace.ts';
import { namesOf, type ReverseNames } from '../../trace/host/reverse-names.ts';
import { mistakeTrouble } from '../../trace/run/trouble.ts';
import type { RunningTrace } from '../../trace/types.ts';
import { CALIBRATION_TIMEOUT_MS, type Calibrated, calibrate } from '../calibrating/calibrate.ts';
import type { EncapsulationPorts } from '../run/ports.ts';
import { RunFrame } from '../run/run-frame.ts';
import type { PacketFailure } from '../sending/packet-failure.ts';
import type { PacketRun } from '../sending/packet-run.ts';
import { PathSession } from '../sending/session.ts';
import { MOST } from '../sending/shared-window.ts';
import type {
  EncapsulationSurroundings,
  PathProbeAsk,
  PathProbeFailure,
  RunningPathProbe,
} from '../types.ts';
import { auditWarning } from '../words/audit-warning.ts';
import { NOT_ALLOWED, type ProbeTrouble, packetTrouble, roomTrouble } from '../words/trouble.ts';
import { type FoundPath, findPath } from './find-path.ts';
import { addressesOf, placesOf, tracedHops } from './places.ts';
import { countOf, rateOf, timeoutOf } from './probe-plan.ts';
import { probeView } from './probe-view.ts';

/** The helper builds none that is larger. */
const MOST_BYTES = 1500;

/** Finds the path, finds out which of its hops decapsulate, and sends boomerangs to those. */
export class PathProbeRun implements RunningPathProbe {
  readonly #ask: PathProbeAsk;
  readonly #around: EncapsulationSurroundings;
  readonly #ports: EncapsulationPorts;
  readonly #frame: RunFrame<PathProbeView>;
  readonly #names: ReverseNames;
  #status: TraceStatus = 'running';
  #phase: PathProbeView['phase'] = 'tracing';
  #trace: RunningTrace | null = null;
  #path: FoundPath | null = null;
  #session: PathSession | null = null;
  #calibration: readonly HopCalibration[] = [];
  #probe: PacketRun<PathProbeFacts> | null = null;
  #warnings: readonly TraceWarning[] = [];
  #trouble: ProbeTrouble | null = null;

  constructor(ask: PathProbeAsk, around: EncapsulationSurroundings, ports: EncapsulationPorts) {
    this.#ask = ask;
    this.#around = around;
    this.#ports = ports;
    this.#frame = new RunFrame(around.clock, () => this.#build());
    this.#names = namesOf({ ...ask, ...around, ports, onName: () => this.#frame.changed() });
  }

  get view(): PathProbeView {
    return this.#frame.view;
  }

  get failure(): PathProbeFailure | null {
    return this.#trouble?.failure ?? null;
  }

  get ended(): Promise<PathProbeView> {
    return this.#frame.ended;
  }

  onChange(listener: (view: PathProbeView) => void): () => void {
    return this.#frame.listen(listener);
  }

  stop(): void {
    void this.#end('stopped', 'stopped');
  }

  begin(): void {
    this.#run().catch((error: unknown) => {
      this.#failWith(mistakeTrouble(error instanceof Error ? error.message : String(error)));
    });
  }

  get #isOver(): boolean {
    return this.#status !== 'running';
  }

  async #run(): Promise<void> {
    if (!this.#around.allowed) {
      this.#failWith(NOT_ALLOWED);
      return;
    }
    const finding = await findPath({
      ask: this.#ask,
      around: this.#around,
      ports: this.#ports,
      onTrace: (trace) => this.#watch(trace),
    });
    if (this.#isOver) return;
    if (!finding.ok) {
      this.#failWith(finding.trouble);
      return;
    }
    this.#path = finding.path;
    this.#warnings = finding.path.warnings;
    const session = await this.#open(finding.path);
    if (session !== null) await this.#calibrateAndProbe(session, finding.path);
  }

  #watch(trace: RunningTrace): void {
    this.#trace = trace;
    trace.onChange(() => this.#frame.changed());
  }

  async #open(path: FoundPath): Promise<PathSession | null> {
    const addresses = addressesOf(path.places);
    for (const address of addresses) this.#names.want(address);
    const mtu = this.#mtu(path);
    const longest = longestPath(path.family, mtu);
    if (addresses.length > longest) {
      this.#failWith(roomTrouble(addresses.length, longest, mtu, path.family));
      return null;
    }
    const opening = await PathSession.open({ what: 'path probe', addresses, around: this.#around });
    if (!opening.ok) {
      this.#failPackets(opening.failure);
      return null;
    }
    this.#session = opening.session;
    if (this.#isOver) {
      await opening.session.close('stopped');
      return null;
    }
    opening.session.onEnd = (failure) => this.#failPackets(failure);
    return opening.session;
  }

  #mtu({ source, family }: FoundPath): number {
    return Math.min(MOST_BYTES, this.#ports.mtu(source, family));
  }

  async #calibrateAndProbe(session: PathSession, path: FoundPath): Promise<void> {
    this.#phase = 'calibrating';
    this.#frame.changed();
    const all = session.addresses.map((_, place) => place);
    const calibrated = await this.#calibrate(session, path, all);
    if (calibrated === null) return;
    this.#calibration = calibrated.hops;
    this.#phase = 'probing';
    const run = session.run(this.#engine(session, path), timeoutOf(this.#ask), () => this.#frame.changed());
    this.#probe = run;
    this.#frame.changed();
    const end = await run.ended;
    if (this.#isOver) return;
    const { prohibitedBy } = run.facts;
    if (prohibitedBy !== null) this.#failPackets({ kind: 'prohibited', from: prohibitedBy });
    else if (end.kind === 'failed') this.#failPackets(end.failure);
    else await this.#end('done', 'done');
  }

  #engine(session: PathSession, { family }: FoundPath) {
    return this.#ports.pathProbe(
      {
        family,
        path: session.addresses,
        count: countOf(this.#ask),
        timeoutMs: timeoutOf(this.#ask),
        rates: { ...MOST, perSecond: rateOf(this.#ask) },
        isSynchronous: this.#ask.synchronous === true,
        random: this.#ports.random,
      },
      this.#calibration,
    );
  }

  /** Null: it is over. */
  async #calibrate(
    session: PathSession,
    path: FoundPath,
    places: readonly number[],
  ): Promise<Calibrated | null> {
    const calibrated = await calibrate(places, {
      session,
      family: path.family,
      records: this.#around.records,
      network: this.#around.network,
      mtu: this.#mtu(path),
      timeoutMs: CALIBRATION_TIMEOUT_MS,
      engine: this.#ports.calibration,
      onMoved: (known) => {
        this.#calibration = known;
        this.#frame.changed();
      },
    });
    if (this.#isOver) return null;
    const { end, prohibitedBy } = calibrated;
    if (prohibitedBy === null && end.kind === 'done') return calibrated;
    this.#failPackets(
      prohibitedBy !== null
        ? { kind: 'prohibited', from: prohibitedBy }
        : end.kind === 'failed'
          ? end.failure
          : { kind: 'no-helper', hasSent: true },
    );
    return null;
  }

  #failPackets(failure: PacketFailure): void {
    const address = this.#session?.addresses[0] ?? '';
    this.#failWith(packetTrouble(failure, { family: this.#path?.family ?? 4, address, size: 0 }));
  }

  #failWith(trouble: ProbeTrouble): void {
    if (this.#isOver) return;
    this.#trouble = trouble;
    void this.#end('failed', `failed: ${trouble.failure}`);
  }

  /** Now; what is known stays. `words`: for the log. */
  async #end(status: Exclude<TraceStatus, 'running'>, words: string): Promise<void> {
    if (this.#isOver) return;
    this.#status = status;
    this.#trace?.stop();
    this.#names.end();
    this.#frame.changed();
    await this.#session?.close(words).catch((error: unknown) => {
      this.#warnings = [...this.#warnings, auditWarning(error)];
    });
    this.#phase = 'ended';
    this.#frame.end();
  }

  #build(): PathProbeView {
    const { id, network } = this.#around;
    const { path, from, family } = this.#ask;
    const traced = this.#trace?.view ?? null;
    return probeView({
      id,
      network,
      from,
      status: this.#status,
      host: 'host' in path ? path.host : null,
      family: this.#path?.family ?? traced?.family ?? family ?? 4,
      source: this.#session?.source ?? this.#path?.source ?? traced?.source ?? null,
      startedMs: this.#frame.started.wallMs,
      durationMs: this.#frame.durationMs,
      phase: this.#phase,
      count: countOf(this.#ask),
      sent: this.#session?.sent ?? 0,
      calibration: this.#calibration,
      warnings: this.#warnings,
      places: this.#path?.places ?? (traced === null ? [] : placesOf(tracedHops(traced, null))),
      facts: this.#probe?.facts ?? null,
      nameOf: (address) => this.#names.nameOf(address),
      trouble: this.#trouble,
    });
  }
}
