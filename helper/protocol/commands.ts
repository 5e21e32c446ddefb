import { LIMITS } from './limits.ts';
import { type Command, PROBE_METHODS } from './messages.ts';
import { type Field, integer, oneOf, type Shape } from './shape.ts';
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
  cancel: { op: oneOf(['cancel']), id, target: id },
  stats: { op: oneOf(['stats']), id },
};

export const isOp = (value: unknown): value is Op =>
  typeof value === 'string' && Object.hasOwn(COMMAND_SHAPES, value);
