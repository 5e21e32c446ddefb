/** Kinds of answer that every router or every destination gives, so that nothing is to be remarked. */
export const USUAL_ANSWERS: ReadonlySet<string> = new Set([
  'ttl-exceeded',
  'echo-reply',
  'syn-ack',
  'reset',
  'port-unreachable',
]);
