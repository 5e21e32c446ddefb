import { useEffect, useRef } from 'preact/hooks';
import type { NotedIncident } from '../../../main/contract/contract.ts';
import { CLASS_WORDS } from '../../../main/domain/words/class-words.ts';
import { GAP_TEXTS } from '../../../main/domain/words/names.ts';
import { durationText } from '../../../main/domain/words/times.ts';
import { watchDrag } from '../../charts/drag.ts';
import { localMoment } from '../../components/local-time.ts';
import { showIncident } from '../go.ts';
import { pointAt, pointedMs, selection } from '../panels/chart-store.ts';
import { onRangeKey, zoomTo } from '../range/actions.ts';
import { axis } from '../range/axis.ts';
import { gaps, incidents, nowMs, selectedIncident } from '../store.ts';
import { type Happening, happeningsOf, type Placed, rangeAround, stretchOf } from './segments.ts';
import './timeline.css';

const percent = (value: number): string => `${value}%`;
const place = ({ left, width }: { readonly left: number; readonly width: number }) => ({
  left: percent(left),
  width: percent(width),
});

function incidentLabel(incident: NotedIncident): string {
  const since = localMoment(incident.sinceMs, nowMs.peek());
  const title = CLASS_WORDS[incident.class].title;
  if (incident.untilMs === null) return `${title} since ${since}`;
  return `${title}, ${since}, ${durationText(incident.untilMs - incident.sinceMs)}`;
}

function labelOf(happening: Happening<NotedIncident>): string {
  if (happening.what === 'incident') return incidentLabel(happening.incident);
  const { reason, fromMs, toMs } = happening.gap;
  const since = localMoment(fromMs, nowMs.peek());
  return `Not measured: ${GAP_TEXTS[reason]}, ${since}, ${durationText(toMs - fromMs)}`;
}

function choose(happening: Happening<NotedIncident>): void {
  if (happening.what === 'incident') {
    showIncident(happening.incident);
    return;
  }
  const { fromMs, toMs } = rangeAround({ sinceMs: happening.fromMs, untilMs: happening.toMs }, nowMs.peek());
  zoomTo(fromMs, toMs);
}

const looksOf = (happening: Happening<NotedIncident>): string =>
  happening.what === 'gap'
    ? 'timeline-gap'
    : `timeline-incident timeline-${CLASS_WORDS[happening.incident.class].state}`;

function Item({ placed }: { readonly placed: Placed<Happening<NotedIncident>> }) {
  const { thing } = placed;
  const isIncident = thing.what === 'incident';
  const color = isIncident ? { '--class': `var(--class-${thing.incident.class})` } : {};
  return (
    <li class={`timeline-place timeline-${thing.what}-place`} style={place(placed)}>
      <button
        type="button"
        tabIndex={-1}
        class={looksOf(thing)}
        style={color}
        aria-pressed={isIncident ? selectedIncident.value === thing.incident.id : undefined}
        aria-label={labelOf(thing)}
        title={labelOf(thing)}
        onFocus={() => pointAt((thing.fromMs + thing.toMs) / 2)}
        onBlur={() => pointAt(null)}
        onClick={() => choose(thing)}
      />
    </li>
  );
}

/** Up and down step through what happened, with its name read out; the other keys change the range. */
function onTimelineKey(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) {
    onRangeKey(event);
    return;
  }
  event.preventDefault();
  const buttons: Element[] = [...event.currentTarget.querySelectorAll('button')];
  const at = document.activeElement === null ? -1 : buttons.indexOf(document.activeElement);
  const next = at === -1 ? (step === 1 ? 0 : buttons.length - 1) : at + step;
  const target = buttons[next];
  if (target instanceof HTMLElement) target.focus();
}

function useDrag() {
  const strip = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    const element = strip.current;
    if (element === null) return;
    const timeAt = (clientX: number): number => {
      const { left, width } = element.getBoundingClientRect();
      const { fromMs, toMs } = axis.peek();
      return fromMs + Math.min(1, Math.max(0, (clientX - left) / width)) * (toMs - fromMs);
    };
    const move = (event: PointerEvent): void => pointAt(timeAt(event.clientX));
    const leave = (): void => pointAt(null);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerleave', leave);
    const onSelect = (span: { fromMs: number; toMs: number } | null): void => {
      selection.value = span;
    };
    const stop = watchDrag(element, { timeAt, onSelect, onZoom: zoomTo });
    return () => {
      stop();
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerleave', leave);
    };
  }, []);
  return strip;
}

function Marks() {
  const visible = axis.value;
  const selected =
    selection.value === null ? null : stretchOf(selection.value.fromMs, selection.value.toMs, visible);
  const pointed = pointedMs.value === null ? null : stretchOf(pointedMs.value, pointedMs.value, visible);
  return (
    <>
      {selected !== null && <div class="timeline-selection" style={place(selected)} />}
      {pointed !== null && <div class="timeline-crosshair" style={{ left: percent(pointed.left) }} />}
    </>
  );
}

/** Incidents and gaps of the chosen range, left to right, above the charts and on their axis. */
export function Timeline() {
  const strip = useDrag();
  const placed = happeningsOf(incidents.value ?? [], gaps.value ?? [], axis.value);
  return (
    <section class="timeline" aria-label="Timeline">
      <fieldset
        class="timeline-strip"
        ref={strip}
        aria-label={GROUP}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move, zoom and step through what happened
        tabIndex={0}
        onKeyDown={onTimelineKey}
      >
        <ul>
          {placed.map((one) => (
            <Item key={one.thing.key} placed={one} />
          ))}
        </ul>
        <Marks />
      </fieldset>
      {placed.length === 0 && <span class="unseen">No incident and no gap in this time.</span>}
    </section>
  );
}

const GROUP =
  'Incidents and gaps in the time shown. Up and down step through them, Enter shows one, left and right move in ' +
  'time, plus and minus zoom, Escape goes back.';
