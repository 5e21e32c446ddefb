/** Canvases that were drawn on, and when a frame with it had been made. */
export interface Recorder {
  /** Epoch ms of the frame in which each visible canvas shows what was drawn on it after this moment. */
  paintedAfter(sinceMs: number): Promise<number>;
  /** Epoch ms of the first frame with a headline; null: none yet. */
  headlineMs: number | null;
}

declare global {
  var faultlineBench: Recorder;
}

/** Runs in a page before its own scripts, so it must stand for itself: it is handed over as text. */
export function record(): void {
  const epoch = (): number => performance.timeOrigin + performance.now();
  const paints = new Map<HTMLCanvasElement, { drawnMs: number; paintedMs: number }[]>();
  const fresh = new Map<HTMLCanvasElement, number>();
  const waiters = new Set<() => void>();
  // A task behind an animation frame runs when that frame has been made.
  const afterFrame = (then: () => void): void => {
    requestAnimationFrame(() => setTimeout(then));
  };
  const settle = (): void => {
    const paintedMs = epoch();
    for (const [canvas, drawnMs] of fresh) {
      const list = paints.get(canvas) ?? [];
      list.push({ drawnMs, paintedMs });
      paints.set(canvas, list.slice(-200));
    }
    fresh.clear();
    for (const waiter of [...waiters]) waiter();
  };
  const { stroke } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.stroke = function (...args: [] | [Path2D]): void {
    if (fresh.size === 0) afterFrame(settle);
    fresh.set(this.canvas, epoch());
    Reflect.apply(stroke, this, args);
  };
  const look = (sinceMs: number): number | null => {
    const visible = [...document.querySelectorAll('canvas')].filter(({ clientWidth }) => clientWidth > 0);
    const moments = visible.map(
      (canvas) => paints.get(canvas)?.find(({ drawnMs }) => drawnMs >= sinceMs)?.paintedMs ?? null,
    );
    const known = moments.filter((moment) => moment !== null);
    return known.length === 0 || known.length < moments.length ? null : Math.max(...known);
  };
  const recorder: Recorder = {
    headlineMs: null,
    paintedAfter: (sinceMs) =>
      new Promise((resolve) => {
        const waiter = (): void => {
          const moment = look(sinceMs);
          if (moment === null) return;
          waiters.delete(waiter);
          resolve(moment);
        };
        waiters.add(waiter);
        waiter();
      }),
  };
  globalThis.faultlineBench = recorder;
  const observer = new MutationObserver(() => {
    if ((document.querySelector('h1')?.textContent ?? '') === '') return;
    observer.disconnect();
    afterFrame(() => {
      recorder.headlineMs = epoch();
    });
  });
  observer.observe(document, { subtree: true, childList: true, characterData: true });
}
