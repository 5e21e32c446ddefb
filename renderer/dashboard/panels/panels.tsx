import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { onRangeKey } from '../range/actions.ts';
import { bucketMs } from '../range/axis.ts';
import { movePointed, pointAt } from './chart-store.ts';
import { Panel } from './panel.tsx';
import { FOLDED_PANEL, kindsOf, MAIN_PANELS } from './panel-specs.ts';
import { Readout } from './readout.tsx';
import { pointsFor, useFeed } from './use-feed.ts';
import './panels.css';

const MAIN_KINDS = kindsOf(MAIN_PANELS);
/** Before the width is known. */
const USUAL_WIDTH = 480;
/** Steps of width by which the number of points changes: dragging a window's edge should not ask each time. */
const WIDTH_STEP = 120;
const STACKED = '(max-width: 640px)';

function FoldedPanel({ points }: { readonly points: number }) {
  const { state } = useFeed(FOLDED_PANEL.kinds, points);
  return <Panel spec={FOLDED_PANEL} feed={state.value} hasTimeLabels />;
}

function usePoints() {
  const root = useRef<HTMLFieldSetElement>(null);
  const points = useSignal(pointsFor(USUAL_WIDTH));
  useEffect(() => {
    // Of the plot; the legend takes its share where it stands beside.
    const plot = root.current?.querySelector('canvas');
    if (plot === null || plot === undefined) return;
    const watcher = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? USUAL_WIDTH;
      points.value = pointsFor(Math.max(1, Math.round(width / WIDTH_STEP)) * WIDTH_STEP);
    });
    watcher.observe(plot);
    return () => watcher.disconnect();
  }, []);
  return { root, points };
}

/** Panels with their legends between them are too far apart to share their times; as in panels.css. */
function useStacked(): boolean {
  const stacked = useSignal(matchMedia(STACKED).matches);
  useEffect(() => {
    const query = matchMedia(STACKED);
    const onChange = (): void => {
      stacked.value = query.matches;
    };
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, []);
  return stacked.value;
}

/** Shift and an arrow read the figures bucket by bucket; the other keys change the range. */
function onChartKey(event: KeyboardEvent): void {
  const isArrow = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
  if (!event.shiftKey || !isArrow) {
    onRangeKey(event);
    return;
  }
  event.preventDefault();
  movePointed(event.key === 'ArrowLeft' ? -1 : 1);
}

export function Panels() {
  const { root, points } = usePoints();
  const unfolded = useSignal(false);
  const { state, again } = useFeed(MAIN_KINDS, points.value);
  const feed = state.value;
  const stacked = useStacked();
  const width = feed.answer?.bucketMs;
  useEffect(() => {
    if (width !== undefined) bucketMs.value = width;
  }, [width]);
  return (
    <section class="panels" aria-label="Charts" onKeyDown={onChartKey}>
      <fieldset
        class="panels-charts"
        ref={root}
        aria-label={GROUP}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move and zoom all charts together
        tabIndex={0}
        onBlur={() => pointAt(null)}
      >
        <Readout feed={feed} onRetry={again} />
        {MAIN_PANELS.map((spec, index) => (
          <Panel
            key={spec.id}
            spec={spec}
            feed={feed}
            hasTimeLabels={stacked || index === MAIN_PANELS.length - 1}
          />
        ))}
      </fieldset>
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

const GROUP =
  'Charts. Arrow keys move in time, plus and minus zoom, Escape goes back, Shift with an arrow reads the figures.';
