import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { TraceHop } from '../../../main/domain/model/trace.ts';
import { addStrip, type PaintedStrip, repaint } from './strip-painter.ts';

/** Round trips of one hop over time; the figures of its row say the same in numbers. */
export function Strip({ hop }: { readonly hop: TraceHop }): JSX.Element | null {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painted = useRef<PaintedStrip | null>(null);
  const isSilent = hop.received === 0;
  const isLoss = hop.reading !== 'rate-limited';
  useEffect(() => {
    if (canvas.current === null) return;
    const strip: PaintedStrip = { canvas: canvas.current, ttl: hop.ttl, isLoss };
    painted.current = strip;
    return addStrip(strip);
  }, [hop.ttl, isSilent]);
  useEffect(() => {
    if (painted.current === null) return;
    painted.current.isLoss = isLoss;
    repaint();
  }, [isLoss]);
  if (isSilent) return null;
  return <canvas class="strip" ref={canvas} role="img" aria-label={`Hop ${hop.ttl} over time`} />;
}
