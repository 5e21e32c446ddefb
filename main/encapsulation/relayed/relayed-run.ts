import type { HopCalibration } from '../../domain/model/encapsulation.ts';
import type { TraceStatus, TraceView, TraceWarning } from '../../domain/model/trace.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import { namesOf, type ReverseNames } from '../../trace/host/reverse-names.ts';
import type { Trouble } from '../../trace/run/trouble.ts';
import type { AttemptEnd } from '../../trace/sending/attempt.ts';
import type { RunningTrace, TraceFailure } from '../../trace/types.ts';
import { CALIBRATION_TIMEOUT_MS, calibrate } from '../calibrating/calibrate.ts';
import { isEnoughForBetween, isEnoughForReverse } from '../calibrating/enough.ts';
import type { EncapsulationPorts } from '../run/ports.ts';
import { type Found, otherFamily, resolve } from '../run/resolve.ts';
import { RunFrame } from '../run/run-frame.ts';
import type { PacketFailure } from '../sending/packet-failure.ts';
import { PathSession } from '../sending/session.ts';
import type { AuditEntry, EncapsulationSurroundings } from '../types.ts';
import { auditWarning } from '../words/audit-warning.ts';
import { relayFault, relayTrouble } from '../words/relay-words.ts';
import { mistake, NOT_ALLOWED, packetTrouble } from '../words/trouble.ts';
import { type NearestRelay, nearestRelay, startForward } from './nearest-relay.ts';
import { RelayTrace } from './relay-trace.ts';
import { relayedView } from './relayed-view.ts';

/** Names that are still asked for when the way is known may come in this time. */
const NAMING_GRACE_MS = 150;

/** A traceroute from somebody else's place: of a host's way back to here, or of its way to another. */
export class RelayedRun implements RunningTrace {
  readonly #ask: TraceAsk;
  readonly #around: EncapsulationSurroundings;
  readonly #ports: EncapsulationPorts;
  readonly #frame: RunFrame<TraceView>;
  readonly #names: ReverseNames;
  /** All that were opened, to be closed with a line in the log each. */
  readonly #sessions: PathSession[] = [];
  #status: TraceStatus = 'running';
  #relay: Found | null = null;
  #goal: Found | null = null;
  #source: string | null = null;
  #trace: RelayTrace | null = null;
  #forward: RunningTrace | null = null;
  #warnings: readonly TraceWarning[] = [];
  #trouble: Trouble | null = null;

  constructor(ask: TraceAsk, around: EncapsulationSurroundings, ports: EncapsulationPorts) {
    this.#ask = ask;
    this.#around = around;
    this.#ports = ports;
    this.#frame = new RunFrame(around.clock, () => this.#build());
    this.#names = namesOf({ ...ask, ...around, ports, onName: () => this.#frame.changed() });
  }

  get view(): TraceView {
    return this.#frame.view;
  }

  get failure(): TraceFailure | null {
    return this.#trouble?.failure ?? null;
  }

  get ended(): Promise<TraceView> {
    return this.#frame.ended;
  }

  onChange(listener: (view: TraceView) => void): () => void {
    return this.#frame.listen(listener);
  }

  stop(): void {
    void this.#end('stopped', 'stopped');
  }

  begin(): void {
    this.#run().catch((error: unknown) => this.#failWith(mistake(error)));
  }

  get #isReverse(): boolean {
    return this.#ask.way?.direction !== 'between';
  }

  get #relayHost(): string {
    return this.#ask.way?.direction === 'between' ? this.#ask.way.from : this.#ask.host;
  }

  get #isOver(): boolean {
    return this.#status !== 'running';
  }

  async #run(): Promise<void> {
    if (!this.#around.allowed) {
      this.#failWith(NOT_ALLOWED);
      return;
    }
    const relay = await this.#find(this.#relayHost, this.#ask.family);
    if (relay === null) return;
    this.#relay = relay;
    this.#source = relay.source;
    if (!this.#isReverse) {
      const trouble = otherFamily(this.#ask.host, this.#relayHost, relay);
      if (trouble !== null) {
        this.#failWith(trouble);
        return;
      }
      this.#goal = await this.#find(this.#ask.host, relay.target.family);
      if (this.#goal === null) return;
    }
    if (this.#goal?.target.address === relay.target.address) {
      this.#failWith({
        failure: 'host',
        text: `${this.#ask.host} and ${this.#relayHost} are the same host: name two.`,
      });
      return;
    }
    const session = await this.#open(relay, this.#goal);
    if (session !== null) await this.#calibrateAndTrace(session, relay);
  }

  /** Null: it is over, since there is none. */
  async #find(host: string, family: 4 | 6 | null): Promise<Found | null> {
    const finding = await resolve(host, family, this.#ports, this.#around);
    if (this.#isOver) return null;
    if (!finding.ok) {
      this.#failWith(finding.trouble);
      return null;
    }
    this.#warnings = [...this.#warnings, ...finding.found.warnings];
    this.#names.want(finding.found.target.address);
    this.#frame.changed();
    return finding.found;
  }

  async #open(relay: Found, goal: Found | null): Promise<PathSession | null> {
    const what: AuditEntry['what'] = this.#isReverse ? 'reverse trace' : 'trace between';
    const addresses = [relay, ...(goal === null ? [] : [goal])].map(({ target }) => target.address);
    const opening = await PathSession.open({ what, addresses, around: this.#around });
    if (!opening.ok) {
      this.#failPackets(opening.failure);
      return null;
    }
    this.#sessions.push(opening.session);
    if (this.#isOver) {
      await opening.session.close('stopped');
      return null;
    }
    this.#source = opening.session.source;
    opening.session.onEnd = (failure) => this.#failPackets(failure);
    this.#frame.changed();
    return opening.session;
  }

  async #calibrateAndTrace(session: PathSession, relay: Found): Promise<void> {
    const { family } = relay.target;
    const { hops, end, prohibitedBy } = await calibrate([0], {
      session,
      family,
      records: this.#around.records,
      network: this.#around.network,
      mtu: this.#ports.mtu(session.source, family),
      timeoutMs: CALIBRATION_TIMEOUT_MS,
      engine: this.#ports.calibration,
      isEnough: this.#isReverse ? isEnoughForReverse : isEnoughForBetween,
      onMoved: () => this.#frame.changed(),
    });
    if (this.#isOver) return;
    const [calibration] = hops;
    if (prohibitedBy !== null) this.#failPackets({ kind: 'prohibited', from: prohibitedBy });
    else if (end.kind === 'failed') this.#failPackets(end.failure);
    else if (calibration === undefined) this.#failWith(mistake('nothing was found out about the host'));
    else await this.#calibrated(session, relay, calibration);
  }

  async #calibrated(session: PathSession, relay: Found, calibration: HopCalibration): Promise<void> {
    const fault = relayFault(calibration, session.source);
    if (fault === null) this.#traceThrough(session, relay, calibration);
    else if (this.#isReverse) await this.#offerNearest(relay, fault);
    else this.#failRelay(relayTrouble(this.#relayHost, fault, undefined), null);
  }

  async #offerNearest(relay: Found, fault: string): Promise<void> {
    this.#forward = startForward(this.#ask, relay.target, this.#around, this.#ports);
    const forward = await this.#forward.ended;
    if (this.#isOver) return;
    const nearest = await nearestRelay({
      forward,
      except: [relay.target.address, relay.source],
      around: this.#around,
      ports: this.#ports,
      onSession: (session) => this.#sessions.push(session),
    });
    if (this.#isOver) return;
    if (nearest.kind === 'failed') {
      this.#failPackets(nearest.failure);
      return;
    }
    this.#failRelay(
      relayTrouble(this.#relayHost, fault, nearest.kind === 'found' ? nearest.address : null),
      nearest,
    );
  }

  /** Programs are told by a warning, together with the address that may do instead. */
  #failRelay(trouble: Trouble, nearest: NearestRelay | null): void {
    const offer = nearest?.kind === 'found' ? { offer: nearest.address } : {};
    this.#warnings = [...this.#warnings, { code: 'relay-not-decapsulating', text: trouble.text, ...offer }];
    this.#failWith(trouble);
  }

  #traceThrough(session: PathSession, { target: { family } }: Found, calibration: HopCalibration): void {
    const destination = this.#goal?.target ?? { address: session.source, zone: null, family };
    this.#trace = new RelayTrace({
      ask: this.#ask,
      session,
      calibration,
      destination,
      isReverse: this.#isReverse,
      around: this.#around,
      onAnswer: (from) => this.#names.want(from),
      onMoved: () => this.#frame.changed(),
      onEnd: (end) => this.#traced(session, end),
    });
    this.#trace.begin();
  }

  #traced(session: PathSession, end: AttemptEnd): void {
    if (end.kind === 'failed') this.#failPackets(session.ended ?? end.failure);
    else this.#waitForNames();
  }

  #waitForNames(): void {
    const over = (): void => {
      timer.cancel();
      void this.#end(
        'done',
        this.view.reached ? 'done: the end was reached' : 'done: the end was not reached',
      );
    };
    const timer = this.#around.clock.setTimer(over, NAMING_GRACE_MS);
    void this.#names.settled().then(over);
  }

  #failPackets(failure: PacketFailure): void {
    const address = this.#relay?.target.address ?? this.#relayHost;
    const trouble = packetTrouble(failure, { family: this.#relay?.target.family ?? 4, address, size: 0 });
    this.#failWith(trouble);
  }

  #failWith({ failure, text }: Trouble): void {
    if (this.#isOver) return;
    this.#trouble = { failure, text };
    void this.#end('failed', `failed: ${failure}`);
  }

  /** Now; what is known stays. `words`: for the log. */
  async #end(status: Exclude<TraceStatus, 'running'>, words: string): Promise<void> {
    if (this.#isOver) return;
    this.#status = status;
    this.#trace?.stop();
    this.#forward?.stop();
    this.#names.end();
    this.#frame.changed();
    for (const session of this.#sessions) {
      await session.close(words).catch((error: unknown) => {
        this.#warnings = [...this.#warnings, auditWarning(error)];
      });
    }
    this.#frame.end();
  }

  #build(): TraceView {
    const { id, network } = this.#around;
    return relayedView({
      id,
      network,
      ask: this.#ask,
      startedMs: this.#frame.started.wallMs,
      durationMs: this.#frame.durationMs,
      status: this.#status,
      relay: this.#relay,
      goal: this.#goal,
      source: this.#source,
      facts: this.#trace?.facts(this.#status === 'done') ?? null,
      sent: this.#sessions.reduce((sum, session) => sum + session.sent, 0),
      warnings: this.#warnings,
      nameOf: (address) => this.#names.nameOf(address),
      trouble: this.#trouble,
    });
  }
}
