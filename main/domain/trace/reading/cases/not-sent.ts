import { outage, type SentenceCase } from '../untold-trace.ts';

/** Nothing is known of the path when this machine itself could not send. */
export const notSent: SentenceCase = (view) => {
  if (view.received > 0 || view.sent > 0) return null;
  const warning = view.warnings.find(({ code }) => code === 'not-sent');
  if (warning === undefined) return null;
  const reason = warning.text.replace(/^[^:]*: /, '').replace(/\.$/, '');
  return outage(`No packet could leave this machine: ${reason}.`);
};
