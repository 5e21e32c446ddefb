/** 0 is left out: the kernel would fill that in. */
const IDENTIFICATIONS = 0xffff;

/**
 * IP-IDs in turn. A hop keeps the fragments of a train that it never got whole for half a minute or more, and would mix
 * those of another train of the same IP-ID in (RFC 6864 section 3.2): drawn at random they would meet, in turn they
 * come back after more than two minutes at any rate allowed here.
 */
export function createIdentifications(first: number): () => number {
  let next = first % IDENTIFICATIONS;
  return () => {
    const identification = next + 1;
    next = (next + 1) % IDENTIFICATIONS;
    return identification;
  };
}
