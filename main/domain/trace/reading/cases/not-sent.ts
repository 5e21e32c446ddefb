import { outage, type SentenceCase } from '../untold-trace.ts';

/** Nothing is known of the path when this machine itself cannot send, whatever was measured before. */
export const notSent: SentenceCase = (view) => {
  const warning = view.warnings.find(({ code }) => code === 'not-sent');
  if (warning === undefined) return null;
  const reason = warning.text.replace(/^[^:]*: /, '').replace(/\.$/, '');
  if (view.sent === 0) return outage(`No packet could leave this machine: ${reason}.`);
  return outage(
    view.status === 'running'
      ? `Nothing leaves this machine any more: ${reason}.`
      : `At the end nothing left this machine any more: ${reason}.`,
  );
};
