/**
 * RFC 1035 section 2.3.4: 63 octets a label, 253 characters in all; `_` is seen in practice. Both cases are spelled
 * out because the JSON schema made from it has no flags.
 */
export const HOST_NAME =
  /^(?=.{1,253}\.?$)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?$/;
