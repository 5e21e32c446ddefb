import type { CalibrationFacts, CalibrationPlan, PacketEngine } from '../../domain/encapsulation/types.ts';
import type { HopCalibration } from '../../domain/model/encapsulation.ts';
import type { PacketRun, PacketRunEnd } from '../sending/packet-run.ts';
import type { PathSession } from '../sending/session.ts';
import { MOST } from '../sending/shared-window.ts';
import type { EncapsulationRecords } from '../types.ts';
import { isEnoughForReverse } from './enough.ts';

export interface CalibratingSurroundings {
  readonly session: PathSession;
  readonly records: EncapsulationRecords;
  readonly network: string;
  readonly family: 4 | 6;
  readonly mtu: number;
  readonly timeoutMs: number;
  readonly engine: (plan: CalibrationPlan) => PacketEngine<CalibrationFacts>;
  /**
   * Whether what is known of a hop will do; then it is not waited for the rest. Left out: all there is to know, also of
   * a hop of which an earlier run found out only what it needed.
   */
  readonly isEnough?: (hop: HopCalibration) => boolean;
  /** Told how it stands. */
  readonly onMoved: (known: readonly HopCalibration[]) => void;
}

export interface Calibrated {
  readonly end: PacketRunEnd;
  /** Of the places asked for that are known, in the order of the path. */
  readonly hops: readonly HopCalibration[];
  readonly prohibitedBy: string | null;
}

/**
 * Whether the own kernel lets a packet from the own address in, so that it can be seen to arrive: that of Linux drops it
 * over IPv4 and hands it to raw sockets over IPv6.
 */
const seesOwn = (family: 4 | 6): boolean => family === 6;

/** Long enough for a farther packet round the world; the engine tries again. */
export const CALIBRATION_TIMEOUT_MS = 1000;

/** Largest the helper builds. */
const MOST_BYTES = 1500;

/**
 * Finds out which of these places of the path decapsulate; what was found on this network before is not tested again.
 * What was learned is kept, also of a run that was cut short, where it is settled.
 */
export async function calibrate(
  hops: readonly number[],
  around: CalibratingSurroundings,
): Promise<Calibrated> {
  const { session, records, network } = around;
  const addresses = hops.map((hop) => session.addresses[hop] ?? '');
  const remembered = await records.calibrations(network, addresses);
  const known = remembered.filter((one) => one.partial !== true || around.isEnough !== undefined);
  const isKnown = (hop: number): boolean => known.some(({ address }) => address === session.addresses[hop]);
  const open = hops.filter((hop) => !isKnown(hop));
  const result = open.length === 0 ? NOTHING : await test(open, known, around);
  const all = [...known, ...result.hops];
  const inOrder = addresses.flatMap((address) => all.find((one) => one.address === address) ?? []);
  return { end: result.end, hops: inOrder, prohibitedBy: result.prohibitedBy };
}

interface Tested extends Pick<Calibrated, 'end' | 'hops' | 'prohibitedBy'> {}

const NOTHING: Tested = { end: { kind: 'done' }, hops: [], prohibitedBy: null };

async function test(
  hops: readonly number[],
  known: readonly HopCalibration[],
  around: CalibratingSurroundings,
): Promise<Tested> {
  const { session, records, network, family, mtu, timeoutMs } = around;
  const engine = around.engine({
    family,
    path: session.addresses,
    hops,
    seesOwn: seesOwn(family),
    // A trace sends small packets, and a large one would take the place of one of its own to that hop.
    largeBytes: around.isEnough === undefined ? Math.min(mtu, MOST_BYTES) : 0,
    timeoutMs,
    rates: MOST,
  });
  let run: PacketRun<CalibrationFacts> | null = null;
  let isCutShort = false;
  run = session.run(engine, timeoutMs, () => {
    if (run === null) return;
    const found = run.facts.hops;
    around.onMoved([...known, ...found]);
    if (isCutShort || around.isEnough === undefined || !found.every(around.isEnough)) return;
    isCutShort = true;
    run.stop();
  });
  const end = await run.ended;
  const { prohibitedBy } = run.facts;
  const found = run.facts.hops.map((one) => (around.isEnough === undefined ? one : partial(one)));
  if (isCutShort && end.kind === 'stopped') {
    // The next trace may be of the other kind.
    await records.keep(network, found.filter(isEnoughForReverse));
    return { end: { kind: 'done' }, hops: found, prohibitedBy };
  }
  // Cut short by anything else, "untestable" would only mean that nothing had come yet.
  const isSettled = end.kind === 'done' && prohibitedBy === null;
  await records.keep(
    network,
    found.filter(({ decapsulates }) => isSettled || decapsulates !== 'untestable'),
  );
  return { end, hops: found, prohibitedBy };
}

const partial = (hop: HopCalibration): HopCalibration =>
  hop.decapsulates === 'yes' ? { ...hop, partial: true } : hop;
