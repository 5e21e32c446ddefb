import type { ChosenRange, RangeStack } from './types.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The lengths of a live chart, in the order of their buttons. */
export const SPANS: readonly { readonly ms: number; readonly label: string; readonly title: string }[] = [
  { ms: 15 * MINUTE, label: '15m', title: '15 minutes' },
  { ms: HOUR, label: '1h', title: '1 hour' },
  { ms: 6 * HOUR, label: '6h', title: '6 hours' },
  { ms: DAY, label: '24h', title: '24 hours' },
  { ms: 7 * DAY, label: '7d', title: '7 days' },
  { ms: 30 * DAY, label: '30d', title: '30 days' },
  { ms: 90 * DAY, label: '90d', title: '90 days' },
];

/** Narrower shows single probes only, wider more than the roll-ups keep by default. */
export const MIN_WIDTH_MS = 30_000;
export const MAX_WIDTH_MS = 400 * DAY;
/** Ways back that are kept. */
const MAX_BEFORE = 50;

export type RangeAction =
  | { readonly type: 'span'; readonly spanMs: number }
  | { readonly type: 'zoom'; readonly fromMs: number; readonly toMs: number }
  /** By this share of the width; negative: into the past. */
  | { readonly type: 'pan'; readonly share: number }
  /** Below 1: nearer. */
  | { readonly type: 'scale'; readonly factor: number }
  | { readonly type: 'back' }
  /** Follow the clock again, or stop where it is. */
  | { readonly type: 'follow'; readonly live: boolean };

export interface Visible {
  readonly fromMs: number;
  readonly toMs: number;
}

export const START_RANGE: RangeStack = { current: { mode: 'live', spanMs: 15 * MINUTE }, before: [] };

export function visibleRange(range: ChosenRange, nowMs: number): Visible {
  if (range.mode === 'fixed') return range;
  return { fromMs: nowMs - range.spanMs, toMs: nowMs };
}

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** A range of a width that can be shown, which does not reach into the future. */
function fixed(fromMs: number, toMs: number, nowMs: number): ChosenRange {
  const width = clamp(toMs - fromMs, MIN_WIDTH_MS, MAX_WIDTH_MS);
  const middle = (fromMs + toMs) / 2;
  const end = Math.min(middle + width / 2, nowMs);
  return { mode: 'fixed', fromMs: Math.round(end - width), toMs: Math.round(end) };
}

const same = (one: ChosenRange, other: ChosenRange): boolean => JSON.stringify(one) === JSON.stringify(other);

function go(stack: RangeStack, next: ChosenRange): RangeStack {
  if (same(stack.current, next)) return stack;
  return { current: next, before: [...stack.before, stack.current].slice(-MAX_BEFORE) };
}

function follow(stack: RangeStack, live: boolean, nowMs: number): RangeStack {
  const { fromMs, toMs } = visibleRange(stack.current, nowMs);
  const next: ChosenRange = live
    ? { mode: 'live', spanMs: toMs - fromMs }
    : { mode: 'fixed', fromMs: Math.round(fromMs), toMs: Math.round(toMs) };
  return stack.current.mode === next.mode ? stack : go(stack, next);
}

/** The range after a step of the user; the same stack when nothing changes. */
export function rangeAfter(stack: RangeStack, action: RangeAction, nowMs: number): RangeStack {
  const { fromMs, toMs } = visibleRange(stack.current, nowMs);
  const width = toMs - fromMs;
  switch (action.type) {
    case 'span':
      return go(stack, { mode: 'live', spanMs: clamp(action.spanMs, MIN_WIDTH_MS, MAX_WIDTH_MS) });
    case 'zoom':
      return go(stack, fixed(action.fromMs, action.toMs, nowMs));
    case 'pan': {
      const shift = Math.min(width * action.share, nowMs - toMs);
      return shift === 0 ? stack : go(stack, fixed(fromMs + shift, toMs + shift, nowMs));
    }
    case 'scale': {
      if (stack.current.mode === 'live') {
        return go(stack, { mode: 'live', spanMs: clamp(width * action.factor, MIN_WIDTH_MS, MAX_WIDTH_MS) });
      }
      const middle = (fromMs + toMs) / 2;
      const half = (width * action.factor) / 2;
      return go(stack, fixed(middle - half, middle + half, nowMs));
    }
    case 'back': {
      const previous = stack.before.at(-1);
      return previous === undefined ? stack : { current: previous, before: stack.before.slice(0, -1) };
    }
    case 'follow':
      return follow(stack, action.live, nowMs);
  }
}

/** The span whose button is pressed; null: none of them. */
export function chosenSpan(range: ChosenRange): number | null {
  return range.mode === 'live' ? (SPANS.find(({ ms }) => ms === range.spanMs)?.ms ?? null) : null;
}
