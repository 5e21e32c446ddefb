import type { DefaultRoute } from './reading.ts';

/** Flags of a route, from linux/route.h. */
const RTF_UP = 0x1;
const RTF_GATEWAY = 0x2;
const RTF_REJECT = 0x200;

const isUsable = (flags: number): boolean => (flags & RTF_UP) !== 0 && (flags & RTF_REJECT) === 0;

/** Eight hex digits as the kernel prints a 32-bit word of network bytes: in the order of this machine. */
function address4(hex: string, isLittleEndian: boolean): string {
  const bytes = hex.match(/../g) ?? [];
  return (isLittleEndian ? bytes.reverse() : bytes).map((byte) => Number.parseInt(byte, 16)).join('.');
}

/** The default routes (and halves of one) in `/proc/net/route`; a line that does not read is left out. */
export function parseRoutes4(text: string, isLittleEndian: boolean): DefaultRoute[] {
  return text
    .split('\n')
    .slice(1)
    .flatMap((line): DefaultRoute[] => {
      const [device, destination, gateway, flagText, , , metric, mask] = line.trim().split(/\s+/);
      if (device === undefined || destination === undefined || gateway === undefined || mask === undefined)
        return [];
      const flags = Number.parseInt(flagText ?? '', 16);
      const isWhole = address4(destination, isLittleEndian) === '0.0.0.0' && mask === '00000000';
      const isHalf = address4(mask, isLittleEndian) === '128.0.0.0';
      if (!isUsable(flags) || !(isWhole || isHalf) || !/^[\da-f]{8}$/i.test(gateway)) return [];
      return [
        {
          family: 4,
          device,
          gateway: (flags & RTF_GATEWAY) === 0 ? null : address4(gateway, isLittleEndian),
          metric: Number.parseInt(metric ?? '', 10) || 0,
          isHalf,
        },
      ];
    });
}

/** 32 hex digits as colon form with the longest run of zeros left out (RFC 5952). */
export function address6(hex: string): string {
  const groups = (hex.match(/..../g) ?? []).map((group) => Number.parseInt(group, 16).toString(16));
  const text = groups.join(':');
  const runs = [...text.matchAll(/(?<=^|:)0(?::0)+(?=:|$)/g)].map((match) => match[0]);
  const longest = runs.reduce((long, run) => (run.length > long.length ? run : long), '');
  if (longest === '') return text;
  const [before = '', after = ''] = splitOnce(text, longest);
  return `${before.replace(/:$/, '')}::${after.replace(/^:/, '')}`;
}

/** At a run that stands between colons, not inside a group that merely ends in zero. */
function splitOnce(text: string, run: string): readonly [string, string] {
  const index = new RegExp(`(?<=^|:)${run}(?=:|$)`).exec(text)?.index ?? 0;
  return [text.slice(0, index), text.slice(index + run.length)];
}

/** The default routes (and halves of one) in `/proc/net/ipv6_route`. */
export function parseRoutes6(text: string): DefaultRoute[] {
  return text.split('\n').flatMap((line): DefaultRoute[] => {
    const [destination, length, , , gateway, metric, , , flagText, device] = line.trim().split(/\s+/);
    if (destination === undefined || gateway === undefined || device === undefined || device === 'lo')
      return [];
    const flags = Number.parseInt(flagText ?? '', 16);
    const isWhole = length === '00' && /^0{32}$/.test(destination);
    const isHalf = length === '01' || (length === '03' && /^2/.test(destination));
    if (!isUsable(flags) || !(isWhole || isHalf) || !/^[\da-f]{32}$/i.test(gateway)) return [];
    return [
      {
        family: 6,
        device,
        gateway: (flags & RTF_GATEWAY) === 0 ? null : address6(gateway),
        metric: Number.parseInt(metric ?? '', 16) || 0,
        isHalf,
      },
    ];
  });
}
