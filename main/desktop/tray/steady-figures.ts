import type { Light } from '../../contract/app-state.ts';
import type { Subject } from '../../domain/model/health.ts';

/** A figure is shown anew when it has moved by more than this: 0.75 ms, or this share of it. */
const LEAST_MOVE_MS = 0.75;
const LEAST_MOVE_SHARE = 0.08;
/** Above this loss is told in steps of five percent. */
const COARSE_FROM_PERCENT = 10;

const hasMoved = (shownMs: number, nowMs: number): boolean =>
  Math.abs(nowMs - shownMs) > Math.max(LEAST_MOVE_MS, shownMs * LEAST_MOVE_SHARE);

/** `<1 ms`, `21 ms`. */
const rttText = (ms: number): string => (ms < 1 ? '<1 ms' : `${Math.round(ms)} ms`);

/** `0 %`, `<1 %`, `4 %`, `35 %`, `>95 %`, `100 %`. Something is never shown as nothing, nor nearly all as all. */
export function lossText(share: number): string {
  const percent = share * 100;
  if (percent === 0 || percent === 100) return `${percent} %`;
  if (percent < 1) return '<1 %';
  if (percent > 95) return '>95 %';
  return percent < COARSE_FROM_PERCENT ? `${Math.round(percent)} %` : `${Math.round(percent / 5) * 5} %`;
}

/**
 * The lights' figures as the tray tells them. Each change goes to the panel, another process, which wakes up for
 * it: so a round trip that wavers around one value keeps the text it has.
 */
export class SteadyFigures {
  readonly #shownMs = new Map<Subject, number>();

  /**
   * `21 ms, 0 % lost`, `no answer, 100 % lost`; empty: nothing was sent in the last minute. What is down is called
   * so: answers of that minute are from before.
   */
  text({ subject, health, rttMs, loss }: Light): string {
    const rtt = this.#steady(subject, rttMs);
    const lost = loss === null ? [] : [`${lossText(loss)} lost`];
    if (health === 'down') return ['down', ...lost].join(', ');
    if (rtt !== null) return [rttText(rtt), ...lost].join(', ');
    return loss === null ? '' : ['no answer', ...lost].join(', ');
  }

  #steady(subject: Subject, rttMs: number | null): number | null {
    if (rttMs === null) {
      this.#shownMs.delete(subject);
      return null;
    }
    const shown = this.#shownMs.get(subject);
    if (shown !== undefined && !hasMoved(shown, rttMs)) return shown;
    this.#shownMs.set(subject, rttMs);
    return rttMs;
  }
}
