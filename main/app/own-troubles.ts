import type { Trouble } from '../contract/channel.ts';
import type { HistoryState } from '../domain/model/history-state.ts';
import type { WallMs } from '../domain/model/units.ts';
import type { AppMessage } from './notices/types.ts';

/** What went wrong with Faultline's own files, to be told once each. */
export class OwnTroubles {
  #writing = true;
  #told = new Set<string>();

  /** What is new since the last look. */
  look(atMs: WallMs, settings: Trouble | null, history: HistoryState | null): readonly AppMessage[] {
    return [
      ...(settings === null ? [] : [settingsMessage(settings)]),
      ...this.#historyMessages(atMs, history),
    ].filter(({ key }) => !this.#told.has(key) && this.#told.add(key));
  }

  #historyMessages(atMs: WallMs, history: HistoryState | null): readonly AppMessage[] {
    if (history === null) return [];
    const stopped = this.#writing && !history.writing;
    this.#writing = history.writing;
    return [
      ...(history.setAside === null ? [] : [setAsideMessage(history.setAside)]),
      ...(history.begunAnewMs === undefined ? [] : [begunAnewMessage(history.begunAnewMs)]),
      // Told anew each time it begins, so its key names the time.
      ...(stopped ? [notWritingMessage(atMs, history.reason)] : []),
    ];
  }
}

/** Where a file went is part of the words, and names it for ever. */
const settingsMessage = ({ what, wayOut }: Trouble): AppMessage => ({
  key: `settings: ${what} ${wayOut}`,
  title: what,
  body: wayOut,
});

const setAsideMessage = (file: string): AppMessage => ({
  key: `history set aside: ${file}`,
  title: 'The history was damaged; a new one was begun',
  body: `The damaged file is ${file}: keep it or delete it.`,
});

const begunAnewMessage = (atMs: WallMs): AppMessage => ({
  key: `history begun anew: ${atMs}`,
  title: 'The history was lost; a new one was begun',
  body: 'Its folder or file was deleted or moved while Faultline was running. What was measured before is no longer shown.',
});

const notWritingMessage = (atMs: WallMs, reason: string): AppMessage => ({
  key: `history not written: ${atMs}`,
  title: 'The history is not being written',
  body: reason,
});
