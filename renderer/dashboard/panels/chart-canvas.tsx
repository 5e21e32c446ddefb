import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { type ChartPicture, ChartView } from '../../charts/chart-view.ts';
import { zoomTo } from '../range/actions.ts';
import { pointedMs } from './chart-store.ts';

interface ChartCanvasProps {
  readonly picture: ChartPicture;
  /** What it shows, in a sentence, for whoever does not see it. */
  readonly summary: string;
}

const DARK = '(prefers-color-scheme: dark)';

export function ChartCanvas({ picture, summary }: ChartCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<ChartView | null>(null);
  const newest = useRef(picture);
  newest.current = picture;

  useEffect(() => {
    if (canvas.current === null) return;
    const made = new ChartView(canvas.current, {
      onZoom: zoomTo,
      onPoint: (atMs) => {
        pointedMs.value = atMs;
      },
    });
    view.current = made;
    made.show(newest.current);
    const scheme = matchMedia(DARK);
    const repaint = (): void => made.show(newest.current);
    scheme.addEventListener('change', repaint);
    return () => {
      scheme.removeEventListener('change', repaint);
      made.destroy();
      view.current = null;
    };
  }, []);
  useEffect(() => view.current?.show(picture), [picture]);
  useSignalEffect(() => view.current?.point(pointedMs.value));

  return (
    <div class="chart-canvas">
      <canvas ref={canvas} role="img" aria-label={summary} />
    </div>
  );
}
