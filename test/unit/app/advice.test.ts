import { describe, expect, test } from 'vitest';
import type { AdviceFacts } from '../../../main/app/state/advice/adviser.ts';
import { adviceFor } from '../../../main/app/state/advice/registry.ts';
import type { HistoryState } from '../../../main/domain/model/history-state.ts';
import { wallMs } from '../../../main/domain/model/units.ts';

const FINE: AdviceFacts = {
  failure: null,
  mode: { icmp: 'helper', reason: '' },
  history: { writing: true, reason: '', bytes: 1, setAside: null },
  settings: null,
  tray: null,
};
const history = (change: Partial<HistoryState>): AdviceFacts => ({
  ...FINE,
  history: { writing: true, reason: '', bytes: 1, setAside: null, ...change },
});

test('nothing is advised while all is well, nor before anything is known', () => {
  expect(adviceFor(FINE)).toEqual([]);
  expect(adviceFor({ failure: null, mode: null, history: null, settings: null, tray: null })).toEqual([]);
});

describe('the history', () => {
  test('that is not written: why, and where to look', () => {
    expect(adviceFor(history({ writing: false, reason: 'The disk is full.' }))).toEqual([
      {
        id: 'history',
        what: 'The history is not being written.',
        wayOut: 'The disk is full.',
        action: 'open-data-folder',
      },
    ]);
  });

  test('that was set aside names the file', () => {
    expect(adviceFor(history({ setAside: '/data/history.damaged' }))[0]?.wayOut).toContain(
      '/data/history.damaged',
    );
  });

  test('that was lost and begun anew says so, for as long as it writes', () => {
    expect(adviceFor(history({ begunAnewMs: wallMs(5) }))[0]).toMatchObject({
      what: expect.stringMatching(/^The history was lost: .* A new one was begun\.$/),
      action: 'open-data-folder',
    });
    expect(adviceFor(history({ begunAnewMs: wallMs(5), writing: false }))[0]?.what).toBe(
      'The history is not being written.',
    );
  });

  test('with lost measurements counts them', () => {
    expect(adviceFor(history({ dropped: 1 }))[0]?.what).toMatch(/^1 measurement could not be kept/);
    expect(adviceFor(history({ dropped: 1200 }))[0]?.what).toMatch(/^1,200 measurements/);
  });

  test('advises once, the present before the past', () => {
    const all = adviceFor(history({ writing: false, reason: 'Full.', setAside: '/x', dropped: 3 }));
    expect(all.map(({ what }) => what)).toEqual(['The history is not being written.']);
  });
});

test.each(['ping', 'none'] as const)('a helper that is missing (%s): why, and the button', (icmp) => {
  const [advice] = adviceFor({ ...FINE, mode: { icmp, reason: 'No right to open raw sockets.' } });
  expect(advice).toMatchObject({
    id: 'helper',
    wayOut: 'No right to open raw sockets.',
    action: 'fix-helper',
  });
});

test('what matters most comes first, each at most once', () => {
  const trouble = { what: 'What.', wayOut: 'Way out.' };
  const all = adviceFor({
    failure: trouble,
    mode: { icmp: 'none', reason: 'r' },
    history: { writing: false, reason: 'r', bytes: 0, setAside: '/x' },
    settings: trouble,
    tray: trouble,
  });
  expect(all.map(({ id, action }) => [id, action])).toEqual([
    ['engine', 'retry-engine'],
    ['history', 'open-data-folder'],
    ['helper', 'fix-helper'],
    ['settings', 'open-settings'],
    ['tray', null],
  ]);
});
