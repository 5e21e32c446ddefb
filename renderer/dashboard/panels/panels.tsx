import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { localExact } from '../../components/local-time.ts';
import { onRangeKey } from '../range/actions.ts';
import { pointedMs } from './chart-store.ts';
import { Panel } from './panel.tsx';
import { FOLDED_PANEL, kindsOf, MAIN_PANELS } from './panel-specs.ts';
import { pointsFor, useFeed } from './use-feed.ts';
import './panels.css';

const MAIN_KINDS = kindsOf(MAIN_PANELS);

function FoldedPanel({ points }: { readonly points: number }) {
  const feed = useFeed(FOLDED_PANEL.kinds, points);
  return <Panel spec={FOLDED_PANEL} feed={feed.value} hasTimeLabels />;
}

/** Steps of width by which the number of points changes: dragging a window's edge should not ask each time. */
const WIDTH_STEP = 120;

export function Panels() {
  const root = useRef<HTMLElement>(null);
  const points = useSignal(pointsFor(720));
  const unfolded = useSignal(false);
  useEffect(() => {
    if (root.current === null) return;
    const watcher = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 720;
      points.value = pointsFor(Math.ceil(width / WIDTH_STEP) * WIDTH_STEP);
    });
    watcher.observe(root.current);
    return () => watcher.disconnect();
  }, []);
  const feed = useFeed(MAIN_KINDS, points.value);
  const atMs = pointedMs.value;
  return (
    <section class="panels" ref={root} aria-label="Charts" onKeyDown={onRangeKey}>
      <p class="panels-moment small muted">{atMs === null ? '\u00a0' : localExact(atMs)}</p>
      {MAIN_PANELS.map((spec, index) => (
        <Panel key={spec.id} spec={spec} feed={feed.value} hasTimeLabels={index === MAIN_PANELS.length - 1} />
      ))}
      <details
        class="panels-folded"
        onToggle={(event) => {
          unfolded.value = event.currentTarget.open;
        }}
      >
        <summary>{FOLDED_PANEL.title}</summary>
        {unfolded.value && <FoldedPanel points={points.value} />}
      </details>
    </section>
  );
}
