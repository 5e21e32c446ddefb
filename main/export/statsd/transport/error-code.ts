import type { TroubleCode } from './types.ts';

/** Errors of sockets and resolvers carry one; the text of an error is never looked at. */
export function errorCode(error: unknown): TroubleCode {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : 'unknown';
}
