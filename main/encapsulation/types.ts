import type { PathProbeAsk } from '../domain/encapsulation/ask.ts';
import type { HopCalibration, PathProbeView } from '../domain/model/encapsulation.ts';
import type { WallMs } from '../domain/model/units.ts';
import type { PathSender } from '../helper-client/types.ts';
import type { TraceFailure, TraceSurroundings } from '../trace/types.ts';

/** What is known of the hops of each network, with its age; and whether packets in IP-in-IP are allowed there. */
export interface EncapsulationRecords {
  /** Null: never asked about on this network. */
  consent(network: string): Promise<{ readonly allowed: boolean; readonly atMs: WallMs } | null>;
  setConsent(network: string, allowed: boolean): Promise<void>;
  /** Those of these addresses that are known and not older than a day. */
  calibrations(network: string, addresses: readonly string[]): Promise<readonly HopCalibration[]>;
  keep(network: string, calibrations: readonly HopCalibration[]): Promise<void>;
}

/** A run of packets in IP-in-IP, as far as it is known before the first of them. */
export interface AuditRun {
  readonly atMs: WallMs;
  /** With `what`: the same in both lines of a run, and in no other. */
  readonly run?: string;
  readonly what: 'reverse trace' | 'trace between' | 'path probe' | 'calibration';
  readonly network: string;
  readonly source: string;
  readonly path: readonly string[];
}

/** One run that has ended, for the log that the user can open. */
export interface AuditEntry extends AuditRun {
  readonly sent: number;
  readonly durationMs: number;
  /** How it ended, a few words. */
  readonly end: string;
}

export interface EncapsulationAudit {
  /** File with one JSON object a line; null: kept nowhere. */
  readonly file: string | null;
  /** To be called before the first packet, which must not leave if this throws. */
  begin(run: AuditRun): void;
  /** When it has ended. */
  add(entry: AuditEntry): Promise<void>;
}

export type { PathProbeAsk };

export interface EncapsulationSurroundings extends TraceSurroundings {
  readonly paths: PathSender;
  readonly records: EncapsulationRecords;
  readonly audit: EncapsulationAudit;
  /** By the config, the command line, or the consent kept for this network. Without it nothing is sent. */
  readonly allowed: boolean;
}

/** `mtu`: the path does not fit a packet. `nothing-testable`: not one of its hops can be probed this way. */
export type PathProbeFailure = TraceFailure | 'mtu' | 'nothing-testable';

/** As RunningTrace. */
export interface RunningPathProbe {
  readonly view: PathProbeView;
  readonly failure: PathProbeFailure | null;
  onChange(listener: (view: PathProbeView) => void): () => void;
  readonly ended: Promise<PathProbeView>;
  stop(): void;
}

export type StartPathProbe = (ask: PathProbeAsk, surroundings: EncapsulationSurroundings) => RunningPathProbe;
