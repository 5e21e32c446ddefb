import { countOf } from '../../../domain/words/numbers.ts';
import type { Adviser } from './adviser.ts';

/** What goes wrong now comes before what went wrong at the start, and that before what is over. */
export const adviseHistory: Adviser = ({ history }) => {
  if (history === null) return null;
  const action = 'open-data-folder';
  if (!history.writing) {
    return { id: 'history', what: 'The history is not being written.', wayOut: history.reason, action };
  }
  if (history.setAside !== null) {
    return {
      id: 'history',
      what: 'The history was damaged. It was set aside, and a new one was begun.',
      wayOut: `The damaged file is ${history.setAside}: keep it or delete it.`,
      action,
    };
  }
  if (history.begunAnewMs !== undefined) {
    return {
      id: 'history',
      what: 'The history was lost: its folder or file was deleted or moved. A new one was begun.',
      wayOut: 'What was measured before is shown again when you quit Faultline and put the file back.',
      action,
    };
  }
  const dropped = history.dropped ?? 0;
  if (dropped === 0) return null;
  return {
    id: 'history',
    what: `${countOf(dropped, 'measurement')} could not be kept while the history could not be written.`,
    wayOut: 'It is being written again.',
    action: null,
  };
};
