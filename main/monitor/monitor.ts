import type { Anchor } from '../domain/model/anchor.ts';
import type { MonitorConfig } from '../domain/model/config.ts';
import type { GapReason } from '../domain/model/gap.ts';
import type { Kind } from '../domain/model/kind.ts';
import type { Mode } from '../domain/model/mode.ts';
import type { Network } from '../domain/model/network.ts';
import { type MonoMs, wallMs } from '../domain/model/units.ts';
import type { Instant } from '../domain/outage/types.ts';
import { currentPaths } from '../helper-client/current-paths.ts';
import { currentProbes } from '../helper-client/current-probes.ts';
import type { HelperState, Supervisor } from '../helper-client/supervise.ts';
import type { HelperControl, PathSender, ProbeSender } from '../helper-client/types.ts';
import { currentAnchors, sameAnchors } from './anchors.ts';
import { canPing, type RunPing } from './echo/run-ping.ts';
import type { Finding } from './flight/probe.ts';
import { IcmpMode } from './icmp-mode.ts';
import type { ProbeKind } from './kinds/probe-kind.ts';
import type { ReadNetwork } from './network/reading.ts';
import { type ReadResolvers, resolverAnchors } from './network/resolvers.ts';
import { NetworkWatcher } from './network/watcher.ts';
import { Heartbeat } from './pace/heartbeat.ts';
import { Schedule } from './pace/schedule.ts';
import { checkPortal } from './portal.ts';
import { probeOnce } from './probe-once.ts';
import { Prober } from './prober.ts';
import type { Clock, Monitor, MonitorFact, MonitorOptions } from './types.ts';

/** All that touches the world. */
export interface MonitorParts {
  readonly clock: Clock;
  readonly kinds: Readonly<Record<Kind, ProbeKind>>;
  readonly readNetwork: ReadNetwork;
  readonly readResolvers: ReadResolvers;
  readonly runPing: RunPing;
  /** Resolves when the first attempt is over, whatever came of it; later changes go to the listener. */
  readonly superviseHelper: (onChange: (state: HelperState) => void) => Promise<Supervisor>;
}

/** Looks at the network between two looks at the resolvers: DHCP may write them after the routes. */
const LOOKS_PER_RESOLVER_LOOK = 5;

const later = (one: Instant, other: Instant): Instant => (one.monoMs >= other.monoMs ? one : other);

/** Ties pace, probes, network and mode together. It measures and tells; it judges nothing. */
export class LiveMonitor implements Monitor {
  readonly probes: ProbeSender;
  readonly paths: PathSender;
  readonly helper: HelperControl;
  readonly #options: MonitorOptions;
  readonly #parts: MonitorParts;
  readonly #clock: Clock;
  readonly #supervisor: Supervisor;
  readonly #icmp: IcmpMode;
  readonly #heartbeat: Heartbeat;
  readonly #schedule: Schedule;
  readonly #prober: Prober;
  readonly #watcher: NetworkWatcher;
  #config: MonitorConfig;
  #anchors: readonly Anchor[] = [];
  #resolvers: readonly Anchor[] = [];
  #mode: Mode;
  #networkId: string;
  #looks = 0;
  #measuredSince: Instant;
  #pausedAt: Instant | null = null;
  #portal: { cancel(): void } | null = null;
  #stopped = false;

  private constructor(
    options: MonitorOptions,
    parts: MonitorParts,
    supervisor: Supervisor,
    pingWorks: boolean,
  ) {
    const { clock } = parts;
    const { config } = options;
    this.#options = options;
    this.#config = config;
    this.#parts = parts;
    this.#clock = clock;
    this.#supervisor = supervisor;
    this.helper = supervisor;
    const client = () => (this.#stopped ? null : supervisor.state.client);
    this.probes = currentProbes(client);
    this.paths = currentPaths(client);
    this.#icmp = new IcmpMode(supervisor.state, pingWorks, parts.runPing, () => supervisor.replace());
    this.#mode = this.#icmp.mode;
    this.#measuredSince = clock.now();
    this.#heartbeat = new Heartbeat(clock, {
      onTick: (at) => this.#tick(at),
      onStall: (at) => this.#prober.suspectAll(at),
      onGap: (from, at, reason) => {
        this.#tellGap(from, at, reason);
        this.#watcher.look();
      },
    });
    this.#prober = new Prober({
      clock,
      kinds: parts.kinds,
      echo: this.#icmp.source,
      settings: config,
      onFact: (fact) => this.#tell(fact),
      beforeFinding: () => this.#heartbeat.glance(),
    });
    this.#schedule = new Schedule(clock, config.intervalMs, (anchor) => this.#probe(anchor));
    this.#watcher = new NetworkWatcher(clock, parts.readNetwork, {
      onChange: (from, at, network) => this.#changeNetwork(from, at, network),
      onLook: () => this.#lookAgain(),
    });
    this.#networkId = this.#watcher.network.id;
  }

  /** The first facts (mode, network, anchors) are told before it resolves, all others from timers. */
  static async start(options: MonitorOptions, parts: MonitorParts): Promise<Monitor> {
    let onHelper: ((state: HelperState) => void) | null = null;
    const [supervisor, pingWorks] = await Promise.all([
      parts.superviseHelper((state) => onHelper?.(state)),
      canPing(parts.runPing),
    ]);
    const monitor = new LiveMonitor(options, parts, supervisor, pingWorks);
    onHelper = () => monitor.#takeHelper();
    monitor.#begin();
    return monitor;
  }

  get mode(): Mode {
    return this.#mode;
  }

  get network(): Network {
    return this.#watcher.network;
  }

  burst(kinds: readonly Kind[], untilMonoMs: MonoMs): void {
    if (this.#pausedAt === null && !this.#stopped) this.#schedule.burst(kinds, untilMonoMs);
  }

  checkPortal(): void {
    if (this.#stopped || this.#portal !== null) return;
    this.#portal = checkPortal(this.#config.portalUrl, this.#clock, (captive) => {
      this.#portal = null;
      if (this.#pausedAt === null) this.#tell({ type: 'portal', at: this.#clock.now(), captive });
    });
  }

  reconfigure(config: MonitorConfig): void {
    if (this.#stopped) return;
    this.#config = config;
    if (config.helperWay !== undefined) this.helper.setChoice(config.helperWay);
    this.#prober.reconfigure(config);
    this.#schedule.setInterval(config.intervalMs);
    this.#aim();
    this.#prober.keepRoundTrips(this.#anchors);
  }

  probeOnce(anchor: Anchor): Promise<Finding> {
    const { dnsName } = this.#config;
    return probeOnce(anchor, {
      clock: this.#clock,
      kind: this.#parts.kinds[anchor.kind],
      echo: this.#icmp.source,
      dnsName,
    });
  }

  pause(): void {
    if (this.#pausedAt !== null || this.#stopped) return;
    this.#heartbeat.glance();
    this.#pausedAt = this.#clock.now();
    this.#rest();
  }

  resume(): void {
    if (this.#pausedAt === null || this.#stopped) return;
    this.#endPause();
    this.#heartbeat.start();
    this.#watcher.look();
    // What has changed during the pause was not told: it would have looked like a stall.
    this.#aim();
    this.#watcher.start();
    this.#schedule.start();
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#rest();
    this.#portal?.cancel();
    this.#endPause();
    this.#stopped = true;
    await this.#supervisor.stop();
  }

  #begin(): void {
    const at = this.#clock.now();
    this.#measuredSince = at;
    this.#tell({ type: 'mode', at, mode: this.#mode });
    this.#tell({ type: 'network', at, network: this.network });
    this.#resolvers = resolverAnchors(this.#parts.readResolvers());
    this.#heartbeat.start();
    this.#watcher.start();
    this.#aim(true);
    this.#schedule.start();
  }

  #rest(): void {
    this.#schedule.stop();
    this.#heartbeat.stop();
    this.#watcher.stop();
    this.#prober.voidAll();
  }

  #endPause(): void {
    if (this.#pausedAt === null) return;
    const from = this.#pausedAt;
    this.#pausedAt = null;
    this.#tellGap(from, this.#clock.now(), 'pause');
  }

  #tell(fact: MonitorFact): void {
    if (!this.#stopped) this.#options.onFact(fact);
  }

  #probe(anchor: Anchor): void {
    this.#heartbeat.glance();
    // A sleep found just now may have ended on another network, where this one is nobody.
    if (this.#anchors.includes(anchor)) this.#prober.probe(anchor);
  }

  #tick(at: Instant): void {
    this.#prober.sweep(at);
    this.#tell({ type: 'tick', at });
  }

  /**
   * Gaps do not overlap: a cause found after another one's gap was told only adds what is not covered yet. Set
   * back, the wall clock runs twice over a time that was measured: that gap is empty, not negative.
   */
  #tellGap(begin: Instant, at: Instant, reason: GapReason): void {
    const from = later(begin, this.#measuredSince);
    this.#measuredSince = at;
    this.#prober.voidAll();
    const fromMs = wallMs(Math.min(from.wallMs, at.wallMs));
    this.#tell({ type: 'gap', at, from, reason, gap: { fromMs, toMs: at.wallMs, reason } });
  }

  #changeNetwork(from: Instant, at: Instant, network: Network): void {
    this.#tellGap(from, at, 'network-change');
    if (network.id !== this.#networkId) this.#prober.forgetRoundTrips();
    this.#networkId = network.id;
    this.#tell({ type: 'network', at, network });
    this.#resolvers = resolverAnchors(this.#parts.readResolvers());
    this.#aim();
  }

  #lookAgain(): void {
    this.#looks += 1;
    if (this.#looks % LOOKS_PER_RESOLVER_LOOK !== 0) return;
    this.#resolvers = resolverAnchors(this.#parts.readResolvers());
    this.#aim();
  }

  /** Told when who is probed has changed, and once at the start; after a pause, not in it. */
  #aim(isFirst = false): void {
    if (this.#pausedAt !== null) return;
    const anchors = currentAnchors({
      config: this.#config,
      network: this.network,
      resolvers: this.#resolvers,
      isEcho: (kind) => this.#parts.kinds[kind].isEcho,
      canEcho: (family) => this.#icmp.source.canReach(family),
    });
    if (!isFirst && sameAnchors(anchors, this.#anchors)) return;
    this.#anchors = anchors;
    this.#schedule.setAnchors(anchors);
    this.#tell({ type: 'anchors', at: this.#clock.now(), anchors });
  }

  #takeHelper(): void {
    this.#icmp.setHelper(this.#supervisor.state);
    this.#tellMode();
    if (this.#icmp.canPing) return;
    void canPing(this.#parts.runPing).then((pingWorks) => {
      this.#icmp.setPing(pingWorks);
      this.#tellMode();
    });
  }

  #tellMode(): void {
    const { mode } = this.#icmp;
    if (mode.icmp === this.#mode.icmp && mode.reason === this.#mode.reason) return;
    this.#mode = mode;
    this.#tell({ type: 'mode', at: this.#clock.now(), mode });
    this.#aim();
  }
}
