import { wordsOf } from '../sender/verdict.ts';

const CAUSES: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there: connection refused'],
  ['ECONNRESET', 'the connection was cut'],
  ['EPIPE', 'the connection was cut'],
  ['ENOTFOUND', 'its name is not known'],
  ['EAI_AGAIN', 'its name can not be looked up now'],
  ['EHOSTUNREACH', 'no way to it'],
  ['ENETUNREACH', 'no way to it: this machine has no network'],
  ['ETIMEDOUT', 'no answer'],
  ['CERT_HAS_EXPIRED', 'its certificate has expired'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is signed by nobody that this machine knows'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate is signed by nobody that this machine knows'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is signed by nobody that this machine knows'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'its certificate is signed by nobody that this machine knows'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another name'],
  ['EPROTO', 'it does not speak TLS'],
]);

/** In a few words; HTTP's parser has a code for each way of talking something else. */
export function causeOf(error: Error & { readonly code?: string }): string {
  const { code = '', message } = error;
  if (code.startsWith('HPE_')) return 'what answers there does not speak HTTP';
  return CAUSES.get(code) ?? (wordsOf(message) || code || 'unknown');
}
