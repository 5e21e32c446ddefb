import { describe, expect, test } from 'vitest';
import type { AppState } from '../../../../main/contract/app-state.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { verdict } from '../../../../main/domain/words/verdict.ts';
import { announcementOf } from '../../../../renderer/dashboard/header/announcement.ts';
import { SCENES } from '../../../support/renderer/scenes/all.ts';
import { AT, healthOf, MINUTE, stateOf } from '../../../support/renderer/scenes/base.ts';

const down = SCENES['ipv4-down'].state;

/** The same state that much later, told in the product's own words. */
function later(state: AppState, ms: number): AppState {
  const { lights, open } = state;
  const words = verdict({ health: healthOf(lights), open, nowMs: wallMs(AT + ms), zone: 'UTC' });
  return { ...state, atMs: wallMs(AT + ms), verdict: words };
}

describe('the matter', () => {
  test('of an outage is the same however long it lasts', () => {
    expect(later(down, MINUTE).verdict.headline).not.toBe(down.verdict.headline);
    expect(announcementOf(later(down, MINUTE)).matter).toBe(announcementOf(down).matter);
  });

  test('is another one when the outage is over', () => {
    expect(announcementOf(stateOf()).matter).not.toBe(announcementOf(down).matter);
  });

  test('is another one when another outage comes along', () => {
    const more = { ...down, open: [...down.open, ...SCENES['everything-down'].state.open] };
    expect(announcementOf(more).matter).not.toBe(announcementOf(down).matter);
  });

  test('is another one when a pause begins, ends, or gets another end', () => {
    const paused = (untilMs: number | null) =>
      stateOf({ pause: { untilMs: untilMs === null ? null : wallMs(untilMs) } });
    const matters = [stateOf(), paused(AT + MINUTE), paused(AT + 2 * MINUTE), paused(null)].map(
      (state) => announcementOf(state).matter,
    );
    expect(new Set(matters).size).toBe(4);
  });

  test('is the same when only figures change', () => {
    const state = stateOf();
    const lights = state.lights.map((light) => ({ ...light, rttMs: 99 }));
    expect(announcementOf({ ...state, lights }).matter).toBe(announcementOf(state).matter);
  });
});

describe('the text', () => {
  test('leaves the running time out', () => {
    expect(announcementOf(down).text).toBe(
      'IPv4 is down since 14:02. IPv6 and ping work, your router answers: probably your provider.',
    );
  });

  test('leaves a figure out with it', () => {
    expect(announcementOf(SCENES.degraded.state).text).toMatch(/^Packets get lost since 13:58\. /);
  });

  test('is the sentence alone where there is nothing to add', () => {
    expect(announcementOf(stateOf()).text).toBe('All is well.');
  });
});
