import { METHOD_NAMES } from '../../../words/names.ts';
import { millisecondsText } from '../../../words/numbers.ts';
import { degraded, destinationHop, type SentenceCase } from '../untold-trace.ts';

/** Another method arrives by another way: the way that the first one takes ends before the destination. */
export const otherWay: SentenceCase = (view) => {
  const told = view.warnings.find(({ code }) => code === 'method-other-way');
  if (!view.reached || told === undefined) return null;
  const rttMs = destinationHop(view)?.rttMs ?? null;
  const time = rttMs === null ? '' : ` in ${millisecondsText(rttMs.mean)}`;
  return degraded(`${view.host} answers ${METHOD_NAMES[view.method]}${time}, but ${told.text}`);
};
