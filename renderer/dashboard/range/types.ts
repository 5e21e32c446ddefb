/** How much time a live chart shows, ms. */
export type Span = number;

/**
 * What the charts, the timeline and the lists show. `live` follows the clock and is `spanMs` long; `fixed` stays
 * where the user zoomed to.
 */
export type ChosenRange =
  | { readonly mode: 'live'; readonly spanMs: Span }
  | { readonly mode: 'fixed'; readonly fromMs: number; readonly toMs: number };

/** The chosen range and the way back: each zoom pushes, `back` pops. */
export interface RangeStack {
  readonly current: ChosenRange;
  readonly before: readonly ChosenRange[];
}
