import { LIMITS } from './limits.ts';
import { type Command, ENCAPSULATED_KINDS, PROBE_METHODS } from './messages.ts';
import { type Field, integer, listOf, nullable, oneOf, type Shape } from './shape.ts';
import { isTargetFault, parseTarget } from './target.ts';

export type Op = Command['op'];
type CommandOf<O extends Op> = Extract<Command, { op: O }>;

export const id: Field<number> = integer(0, LIMITS.idMax);

const target: Field<string> = {
  check: (value, name) => {
    if (typeof value !== 'string') return { code: 'bad-field', message: `${name} is not a string` };
    const parsed = parseTarget(value);
    return isTargetFault(parsed) ? parsed : null;
  },
};

const ttl = integer(LIMITS.ttlMin, LIMITS.ttlMax);
const timeoutMs = integer(LIMITS.timeoutMinMs, LIMITS.timeoutMaxMs);
/** Place in a path. */
const place = integer(0, LIMITS.pathAddresses - 1);

/** Every command with the check of each field. */
export const COMMAND_SHAPES: { readonly [O in Op]: Shape<CommandOf<O>> } = {
  hello: { op: oneOf(['hello']), id, protocol: integer(0, 0xffff) },
  echo: {
    op: oneOf(['echo']),
    id,
    address: target,
    size: integer(LIMITS.sizeMin, LIMITS.sizeMax),
    ttl,
    timeoutMs,
  },
  probe: {
    op: oneOf(['probe']),
    id,
    method: oneOf(PROBE_METHODS),
    address: target,
    ttl,
    flow: integer(0, LIMITS.flowMax),
    port: integer(0, 0xffff),
    size: integer(LIMITS.probeSizeMin, LIMITS.probeSizeMax),
    timeoutMs,
  },
  'open-path': { op: oneOf(['open-path']), id, addresses: listOf(target, LIMITS.pathAddresses) },
  'close-path': { op: oneOf(['close-path']), id, path: id },
  encapsulated: {
    op: oneOf(['encapsulated']),
    id,
    path: id,
    // Out over all of the path and back, the farthest once.
    via: listOf(place, 2 * LIMITS.pathAddresses - 1),
    inner: oneOf(ENCAPSULATED_KINDS),
    end: nullable(place),
    ttl,
    size: integer(0, LIMITS.probeSizeMax),
    timeoutMs,
  },
  train: {
    op: oneOf(['train']),
    id,
    address: target,
    fragments: integer(1, LIMITS.trainFragmentsMax),
    spacingMs: integer(LIMITS.trainSpacingMinMs, LIMITS.trainSpacingMaxMs),
    ttl,
    timeoutMs,
  },
  cancel: { op: oneOf(['cancel']), id, target: id },
  stats: { op: oneOf(['stats']), id },
};

export const isOp = (value: unknown): value is Op =>
  typeof value === 'string' && Object.hasOwn(COMMAND_SHAPES, value);
