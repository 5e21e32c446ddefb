export interface DragEvents {
  /** The time at a place of the page, epoch ms. */
  readonly timeAt: (clientX: number) => number | null;
  /** Null: let go, or given up. */
  readonly onSelect: (span: { readonly fromMs: number; readonly toMs: number } | null) => void;
  readonly onZoom: (fromMs: number, toMs: number) => void;
}

/** CSS pixels that a hand moves while it only clicks. */
const THRESHOLD = 4;

interface Drag {
  readonly startX: number;
  readonly pointerId: number;
  moving: boolean;
}

/** Dragging across `element` selects a time and zooms to it when let go; Escape gives up. Ends with `stop`. */
export function watchDrag(element: HTMLElement, { timeAt, onSelect, onZoom }: DragEvents): () => void {
  let drag: Drag | null = null;
  const stopper = new AbortController();
  const { signal } = stopper;

  const span = (from: number, to: number) => {
    const [fromMs, toMs] = [timeAt(Math.min(from, to)), timeAt(Math.max(from, to))];
    return fromMs === null || toMs === null ? null : { fromMs, toMs };
  };
  const end = (): void => {
    if (drag?.moving === true) onSelect(null);
    drag = null;
  };
  const down = (event: PointerEvent): void => {
    if (event.button !== 0 || !event.isPrimary) return;
    drag = { startX: event.clientX, pointerId: event.pointerId, moving: false };
  };
  const move = (event: PointerEvent): void => {
    if (drag?.pointerId !== event.pointerId) return;
    if (!drag.moving && Math.abs(event.clientX - drag.startX) < THRESHOLD) return;
    // Only now: a mere click still reaches what is under it.
    if (!drag.moving) element.setPointerCapture(event.pointerId);
    drag.moving = true;
    onSelect(span(drag.startX, event.clientX));
  };
  const up = (event: PointerEvent): void => {
    const selected = drag?.moving === true ? span(drag.startX, event.clientX) : null;
    end();
    if (selected !== null && selected.toMs > selected.fromMs) onZoom(selected.fromMs, selected.toMs);
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || drag?.moving !== true) return;
    // Else it would be the way back, too.
    event.stopPropagation();
    end();
  };

  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', end, { signal });
  document.addEventListener('keydown', key, { signal, capture: true });
  return () => {
    end();
    stopper.abort();
  };
}
