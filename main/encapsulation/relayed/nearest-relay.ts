import { LIMITS } from '../../../helper/protocol/limits.ts';
import type { HopCalibration } from '../../domain/model/encapsulation.ts';
import type { TraceView } from '../../domain/model/trace.ts';
import type { TraceAsk } from '../../domain/trace/ask.ts';
import type { Target } from '../../trace/host/literal.ts';
import type { RunningTrace } from '../../trace/types.ts';
import { CALIBRATION_TIMEOUT_MS, calibrate } from '../calibrating/calibrate.ts';
import { isUsable } from '../link/usable-address.ts';
import type { EncapsulationPorts } from '../run/ports.ts';
import type { PacketFailure } from '../sending/packet-failure.ts';
import { PathSession } from '../sending/session.ts';
import type { EncapsulationSurroundings } from '../types.ts';

/** Hops that are asked at once: few, since the first that does is enough. */
const AT_ONCE = 4;

/** A hop that is missed can't be offered. */
const FORWARD_QUERIES = 3;

/** The addresses of a traced path from near to far, each once, without those in `except`. */
export function hopAddresses({ hops }: TraceView, except: readonly string[]): readonly string[] {
  const found = hops.flatMap(({ nodes: [node] }) => (node === undefined ? [] : [node.address]));
  return [...new Set(found)].filter((address) => isUsable(address) && !except.includes(address));
}

/** The ordinary trace that finds the hops on the way to it. */
export function startForward(
  ask: TraceAsk,
  relay: Target,
  around: EncapsulationSurroundings,
  ports: EncapsulationPorts,
): RunningTrace {
  const forward: TraceAsk = {
    ...ask,
    host: relay.address,
    way: { direction: 'forward' },
    mode: 'once',
    method: 'auto',
    family: relay.family,
    queries: FORWARD_QUERIES,
    numeric: true,
  };
  return ports.startTrace(forward, { ...around, id: `${around.id} forward` });
}

export type NearestRelay =
  | { readonly kind: 'found'; readonly address: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'failed'; readonly failure: PacketFailure };

export interface NearestSearch {
  readonly forward: TraceView;
  readonly except: readonly string[];
  readonly around: EncapsulationSurroundings;
  readonly ports: EncapsulationPorts;
  /** The session, while there is one, so that it can be ended early. */
  readonly onSession: (session: PathSession) => void;
}

/** Which hop on the way to a host decapsulates: the farthest that does, asked a few at a time from the far end. */
export async function nearestRelay({
  forward,
  except,
  around,
  ports,
  onSession,
}: NearestSearch): Promise<NearestRelay> {
  const addresses = hopAddresses(forward, except).slice(-LIMITS.pathAddresses);
  if (addresses.length === 0) return { kind: 'none' };
  const opening = await PathSession.open({ what: 'calibration', addresses, around });
  if (!opening.ok) return { kind: 'failed', failure: opening.failure };
  const { session } = opening;
  onSession(session);
  const surroundings = {
    session,
    records: around.records,
    network: around.network,
    family: forward.family,
    mtu: ports.mtu(session.source, forward.family),
    timeoutMs: CALIBRATION_TIMEOUT_MS,
    engine: ports.calibration,
    onMoved: () => {},
  };
  for (let end = addresses.length; end > 0; end -= AT_ONCE) {
    const places = Array.from(
      { length: Math.min(AT_ONCE, end) },
      (_, index) => Math.max(0, end - AT_ONCE) + index,
    );
    const { hops, end: ended } = await calibrate(places, surroundings);
    const best = farthest(hops);
    if (best !== null) return { kind: 'found', address: best };
    if (ended.kind === 'failed') return { kind: 'failed', failure: ended.failure };
    if (ended.kind === 'stopped') return { kind: 'none' };
  }
  return { kind: 'none' };
}

const farthest = (hops: readonly HopCalibration[]): string | null =>
  hops.findLast(({ decapsulates }) => decapsulates === 'yes')?.address ?? null;
