import { id } from './commands.ts';
import { LIMITS } from './limits.ts';
import {
  ECHO_OUTCOMES,
  type EncapsulatedAnswer,
  ERROR_CODES,
  FATAL_CODES,
  type HelperEvent,
  INTERFACE_ROLES,
  PATH_ENDS,
  PROBE_ANSWERS,
  PROBE_OUTCOMES,
  type ProbeAnswer,
  type TrainAnswer,
} from './messages.ts';
import {
  duration,
  type Field,
  flag,
  integer,
  listOf,
  nullable,
  objectOf,
  oneOf,
  recordOf,
  type Shape,
  text,
} from './shape.ts';

export type EventName = HelperEvent['event'];
/** Items of a list in one answer; a router's further ones are left out. */
export const ANSWER_BOUNDS = { mpls: 8, interfaces: 4 } as const;

type EventOf<E extends EventName> = Extract<HelperEvent, { event: E }>;

const count = integer(0, Number.MAX_SAFE_INTEGER);
/** uid and gid are 32 bits; the highest means "unchanged" to the kernel and is nobody's. */
const identity = integer(0, 0xffff_fffe);
/** An IPv6 address with a zone is the longest. */
const address = text(110);
const message = text(500);
const family: Field<4 | 6> = oneOf([4, 6]);
const octet = integer(0, 255);
const word = integer(0, 0xffff_ffff);
const code = text(60);

const ANSWER: Shape<ProbeAnswer> = {
  kind: oneOf(PROBE_ANSWERS),
  from: address,
  rttMs: duration,
  code: nullable(code),
  ttl: nullable(octet),
  quotedTtl: nullable(octet),
  translated: nullable(flag),
  mtu: nullable(word),
  mpls: listOf(
    objectOf({
      label: integer(0, 0xf_ffff),
      trafficClass: integer(0, 7),
      bottomOfStack: flag,
      ttl: octet,
    }),
    ANSWER_BOUNDS.mpls,
  ),
  interfaces: listOf(
    objectOf({
      role: oneOf(INTERFACE_ROLES),
      index: nullable(word),
      address: nullable(address),
      name: nullable(text(63)),
      mtu: nullable(word),
    }),
    ANSWER_BOUNDS.interfaces,
  ),
};
const answer: Field<ProbeAnswer> = objectOf(ANSWER);
const encapsulatedAnswer: Field<EncapsulatedAnswer> = objectOf({
  ...ANSWER,
  layer: nullable(integer(0, 2 * LIMITS.pathAddresses)),
});
const trainAnswer: Field<TrainAnswer> = objectOf({ ...ANSWER, fragmented: nullable(flag) });
const again = oneOf(['late', 'duplicate']);

/** Every event with the check of each field. */
export const EVENT_SHAPES: { readonly [E in EventName]: Shape<EventOf<E>> } = {
  hello: {
    event: oneOf(['hello']),
    id,
    protocol: integer(0, 0xffff),
    version: text(40),
    pid: count,
    features: listOf(text(40), 32),
    families: listOf(family, 2),
    privilege: objectOf({
      uid: identity,
      gid: identity,
      dropped: flag,
      capabilities: listOf(integer(0, 63), 64),
    }),
    limits: recordOf(count, 64),
  },
  echo: {
    event: oneOf(['echo']),
    id,
    outcome: oneOf(ECHO_OUTCOMES),
    rttMs: nullable(duration),
    from: nullable(address),
    ttl: nullable(octet),
    code: nullable(code),
  },
  late: { event: oneOf(['late']), id, rttMs: duration, from: address },
  duplicate: { event: oneOf(['duplicate']), id, rttMs: duration, from: address },
  probe: {
    event: oneOf(['probe']),
    id,
    outcome: oneOf(PROBE_OUTCOMES),
    answer: nullable(answer),
    code: nullable(code),
  },
  'probe-again': { event: oneOf(['probe-again']), id, kind: again, answer },
  'path-opened': { event: oneOf(['path-opened']), id, source: address },
  'path-closed': {
    event: oneOf(['path-closed']),
    id: nullable(id),
    path: id,
    reason: oneOf(PATH_ENDS),
    from: nullable(address),
  },
  encapsulated: {
    event: oneOf(['encapsulated']),
    id,
    outcome: oneOf(PROBE_OUTCOMES),
    answer: nullable(encapsulatedAnswer),
    code: nullable(code),
  },
  'encapsulated-again': {
    event: oneOf(['encapsulated-again']),
    id,
    kind: again,
    answer: encapsulatedAnswer,
  },
  train: {
    event: oneOf(['train']),
    id,
    outcome: oneOf(PROBE_OUTCOMES),
    answer: nullable(trainAnswer),
    code: nullable(code),
  },
  'train-again': { event: oneOf(['train-again']), id, kind: again, answer: trainAnswer },
  cancelled: { event: oneOf(['cancelled']), id, target: id, found: flag },
  stats: {
    event: oneOf(['stats']),
    id,
    sent: count,
    received: count,
    matched: count,
    late: count,
    duplicate: count,
    unmatched: count,
    malformed: count,
    pending: count,
    rejected: count,
    dropped: count,
  },
  error: { event: oneOf(['error']), id: nullable(id), code: oneOf(ERROR_CODES), message },
  fatal: { event: oneOf(['fatal']), code: oneOf(FATAL_CODES), message },
};

export const isEventName = (value: unknown): value is EventName =>
  typeof value === 'string' && Object.hasOwn(EVENT_SHAPES, value);
