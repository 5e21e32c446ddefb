import { nowMs, state } from './store.ts';

const SECOND = 1000;

/**
 * Moves `nowMs` on, from the time of the last state: what main calls now is what the window calls now. Stands
 * still while the window is hidden.
 */
export function runClock(): void {
  let base = { mainMs: Number(state.value.atMs), hereMs: performance.now() };
  const tick = (): void => {
    const passed = Math.floor((performance.now() - base.hereMs) / SECOND) * SECOND;
    if (!document.hidden) nowMs.value = base.mainMs + passed;
  };
  state.subscribe(({ atMs }) => {
    base = { mainMs: atMs, hereMs: performance.now() };
    tick();
  });
  setInterval(tick, SECOND);
  document.addEventListener('visibilitychange', tick);
}
