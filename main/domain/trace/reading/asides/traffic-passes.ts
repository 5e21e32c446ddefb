import { listText } from '../../../words/names.ts';
import { countOf, countText } from '../../../words/numbers.ts';
import { hopWords } from '../hop-words.ts';
import { tallyOf } from '../tally.ts';
import { type Aside, answeringHops, destinationHop } from '../untold-trace.ts';

const NAMED_AT_MOST = 2;

/** What was not sent is no loss, but the figures are not of all the time either. */
export const sendingGap: Aside = ({ warnings }) => {
  const told = warnings.find(({ code }) => code === 'sending-gap')?.text;
  return told === undefined ? null : `${told.charAt(0).toLowerCase()}${told.slice(1, -1)}`;
};

/** Loss that others do not share looks alarming in a table, and is nothing. */
export const rateLimited: Aside = (view) => {
  const limited = view.hops.filter(({ reading }) => reading === 'rate-limited');
  const [only] = limited;
  if (only === undefined) return null;
  if (limited.length === 1) {
    return `${hopWords(view, only.ttl)}, which shows loss, only limits its own answers and lets traffic pass`;
  }
  const who =
    limited.length <= NAMED_AT_MOST
      ? listText(limited.map(({ ttl }) => hopWords(view, ttl)))
      : `${limited.length} hops`;
  return `${who}, which show loss, only limit their own answers and let traffic pass`;
};

export const fewLost: Aside = (view, period) => {
  const hop = destinationHop(view);
  if (hop === undefined) return null;
  const { lost, known } = tallyOf(hop);
  if (lost === 0) return null;
  const few = `${countText(lost)} of ${countOf(known, 'packet')} got no answer${period.words}`;
  return period.before === null
    ? `${few}, too few to tell whether that means anything`
    : `${few}, and ${period.before}`;
};

export const someLate: Aside = (view) => {
  const hop = destinationHop(view);
  if (hop === undefined || hop.late === 0) return null;
  const came = countOf(hop.received + hop.late, 'answer');
  return `${countText(hop.late)} of ${came} came after the time limit`;
};

export const routersSilent: Aside = (view) => {
  const heard = answeringHops(view).filter((hop) => hop !== destinationHop(view));
  if (heard.length > 0 || view.hops.length < 2) return null;
  return 'the routers on the way keep silent, often because of a firewall near this machine';
};

export const someSilent: Aside = (view) => {
  const silent = view.hops.filter(({ reading }) => reading === 'silent');
  const [only] = silent;
  if (only === undefined) return null;
  if (destinationHop(view) === undefined) {
    return 'its distance is not known, since the routers before it keep silent';
  }
  return silent.length === 1
    ? `hop ${only.ttl} keeps silent, which is no fault`
    : `${silent.length} hops keep silent, which is no fault`;
};
