/**
 * The kernel's own ICMP type filters (Linux): what this process does not want to see never wakes it. A set
 * bit blocks a type. Both are in native byte order, as any C structure.
 */
interface FilterOption {
  readonly level: number;
  readonly option: number;
  readonly value: Uint32Array;
}

/** SOL_RAW and ICMP_FILTER of linux/icmp.h: one word, types 0 to 31; types above cannot be blocked. */
const LEVEL_4 = { level: 255, option: 1, words: 1 };
/** IPPROTO_ICMPV6 and ICMPV6_FILTER of linux/icmpv6.h: eight words, types 0 to 255. */
const LEVEL_6 = { level: 58, option: 1, words: 8 };

/** Echo reply, destination unreachable, time exceeded, parameter problem (RFC 792). */
const WANTED_4 = [0, 3, 11, 12];
/** Destination unreachable, packet too big, time exceeded, parameter problem, echo reply (RFC 4443). */
const WANTED_6 = [1, 2, 3, 4, 129];

/** `echo`: answers to an echo request. `none`: for a socket that only sends. */
export function icmpFilter(family: 4 | 6, pass: 'echo' | 'none'): FilterOption {
  const { level, option, words } = family === 4 ? LEVEL_4 : LEVEL_6;
  const value = new Uint32Array(words).fill(0xffff_ffff);
  const wanted = family === 4 ? WANTED_4 : WANTED_6;
  for (const type of pass === 'echo' ? wanted : []) {
    const word = type >>> 5;
    value[word] = (value[word] ?? 0) & ~(1 << (type & 31));
  }
  return { level, option, value };
}
