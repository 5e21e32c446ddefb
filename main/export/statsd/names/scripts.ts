import type { Kind } from '../../../domain/model/kind.ts';
import type { Sample } from '../../../domain/model/sample.ts';
import type { SeriesLabels } from '../../series-bound.ts';
import { counted, type Figure, timeGauge, timing } from '../figure.ts';
import { safeAnchor } from './safe-part.ts';
import type { NameSet } from './types.ts';

/** Of the script around `ping`: the gauge before the timing, as it sent them. */
function pingFigures({ rttMs }: Sample, { anchor }: SeriesLabels): readonly Figure[] {
  const target = safeAnchor(anchor);
  if (rttMs === null) return [counted(`ping2.timeout.${target}`)];
  return [timeGauge(`ping2.latency.${target}`, rttMs), timing(`ping2.latency.${target}`, rttMs)];
}

/**
 * Of the two scripts that connected. They knew one endpoint each, so all anchors of the family go under its name; and
 * they counted every exception as a timeout, so a refused connection is one here although it proves the path.
 */
function connectFigures(family: 'ipv4' | 'ipv6', { outcome, rttMs }: Sample): readonly Figure[] {
  if (rttMs === null || outcome === 'refused') {
    return [counted(`${family}.connect_timeout.google_http_endpoint`)];
  }
  return [timing(`${family}.connect_timing.google_http_endpoint`, rttMs)];
}

/** A file's worth for each script; the other kinds had none. */
const SCRIPTS: Partial<Record<Kind, (sample: Sample, labels: SeriesLabels) => readonly Figure[]>> = {
  icmp4: pingFigures,
  tcp4: (sample) => connectFigures('ipv4', sample),
  tcp6: (sample) => connectFigures('ipv6', sample),
};

/** What the three scripts sent that Faultline grew out of, so that the dashboards made for them go on working. */
export const scriptNames: NameSet = {
  sample: (sample, labels) => SCRIPTS[labels.kind]?.(sample, labels) ?? [],
  health: () => [],
  incidents: () => [],
};
