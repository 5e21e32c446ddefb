import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type ChartPicture, ChartView } from '../../charts/chart-view.ts';
import { watchDrag } from '../../charts/drag.ts';
import { watchTheme } from '../../charts/watch-theme.ts';
import { zoomTo } from '../range/actions.ts';
import { pointAt, pointedMs, selection } from './chart-store.ts';

interface ChartCanvasProps {
  readonly picture: ChartPicture;
  /** What it shows, in a sentence, for whoever does not see it. */
  readonly summary: string;
}

/** Hands on what the pointer does; the returned function ends that. */
function watchPointer(canvas: HTMLCanvasElement, view: ChartView): () => void {
  const timeAt = (clientX: number): number | null =>
    view.timeAt(clientX - canvas.getBoundingClientRect().left);
  const move = (event: PointerEvent): void =>
    pointAt(view.isInPlot(event.offsetX) ? view.timeAt(event.offsetX) : null);
  const leave = (): void => pointAt(null);
  canvas.addEventListener('pointermove', move);
  canvas.addEventListener('pointerleave', leave);
  const stopDrag = watchDrag(canvas, {
    timeAt,
    onSelect: (span) => {
      selection.value = span;
    },
    onZoom: zoomTo,
  });
  return () => {
    stopDrag();
    canvas.removeEventListener('pointermove', move);
    canvas.removeEventListener('pointerleave', leave);
  };
}

export function ChartCanvas({ picture, summary }: ChartCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<ChartView | null>(null);

  useEffect(() => {
    if (canvas.current === null) return;
    const made = new ChartView(canvas.current);
    view.current = made;
    const stopPointer = watchPointer(canvas.current, made);
    const stopTheme = watchTheme(() => made.repaint());
    return () => {
      stopTheme();
      stopPointer();
      made.destroy();
      view.current = null;
    };
  }, []);
  useEffect(() => view.current?.show(picture), [picture]);
  useSignalEffect(() => {
    // Both are read before there is a chart, or its signals would not be known.
    const pointing = { crosshairMs: pointedMs.value, selection: selection.value };
    view.current?.point(pointing);
  });

  return (
    <div class="chart-canvas">
      <canvas ref={canvas} role="img" aria-label={summary} />
    </div>
  );
}
