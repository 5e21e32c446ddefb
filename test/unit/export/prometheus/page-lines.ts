/** The values of a page by series, as they stand there. */
export function valuesOf(page: string): ReadonlyMap<string, number> {
  const lines = page.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

/** The values of one series of an anchor. */
export const probe = (name: string, kind = 'icmp4', anchor = '192.0.2.1'): string =>
  `faultline_probe_${name}{kind="${kind}",anchor="${anchor}"}`;

export const bucket = (le: string, kind = 'icmp4', anchor = '192.0.2.1'): string =>
  `faultline_probe_duration_seconds_bucket{le="${le}",kind="${kind}",anchor="${anchor}"}`;
