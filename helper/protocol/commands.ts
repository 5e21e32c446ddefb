import { LIMITS } from './limits.ts';
import type { Command } from './messages.ts';
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

/** Every command with the check of each field. */
export const COMMAND_SHAPES: { readonly [O in Op]: Shape<CommandOf<O>> } = {
  hello: { op: oneOf(['hello']), id, protocol: integer(0, 0xffff) },
  echo: {
    op: oneOf(['echo']),
    id,
    address: target,
    size: integer(LIMITS.sizeMin, LIMITS.sizeMax),
    ttl: integer(LIMITS.ttlMin, LIMITS.ttlMax),
    timeoutMs: integer(LIMITS.timeoutMinMs, LIMITS.timeoutMaxMs),
  },
  cancel: { op: oneOf(['cancel']), id, target: id },
  stats: { op: oneOf(['stats']), id },
};

export const isOp = (value: unknown): value is Op =>
  typeof value === 'string' && Object.hasOwn(COMMAND_SHAPES, value);
