import type { JSX } from 'preact';
import type { PathProbeView } from '../../../main/domain/model/encapsulation.ts';
import type { Shown } from '../../../main/domain/words/shapes.ts';
import { StateShape } from '../../components/state-shape.tsx';
import {
  type LineItem,
  type LinePlace,
  type LineStretch,
  lineOf,
  type PlaceKind,
  type StretchKind,
  stretchText,
} from './line-model.ts';
import './probe-line.css';

const PLACE_SHAPES: Readonly<Record<PlaceKind, Shown>> = {
  self: 'good',
  tested: 'good',
  untested: 'unavailable',
  waiting: 'unknown',
};
const PLACE_WORDS: Readonly<Record<PlaceKind, string>> = {
  self: '',
  tested: '',
  untested: ', not tested',
  waiting: ', not tested yet',
};

function Place({ item: { at, place, index, label, detail } }: { readonly item: LinePlace }): JSX.Element {
  return (
    <li class={`line-place line-${place}`} style={{ '--at': at + 1 }} data-place={at}>
      <StateShape state={PLACE_SHAPES[place]} size={16} />
      <span class="line-name small" title={detail === '' ? label : `${label}, ${detail}`}>
        {index === null ? null : <span class="line-index muted">{index}</span>}
        <span class="line-label">{label}</span>
        <span class="unseen">{PLACE_WORDS[place]}</span>
      </span>
    </li>
  );
}

const STRETCH_SHAPES: Readonly<Record<StretchKind, Shown | null>> = {
  clean: null,
  loss: 'degraded',
  unknown: 'unknown',
  untested: null,
};

function Stretch({ item }: { readonly item: LineStretch }): JSX.Element {
  const { from, to, reading, loss, interval } = item;
  const shape = STRETCH_SHAPES[reading];
  const style = { '--from': from + 1, '--to': to + 2, '--span': to - from + 1 };
  return (
    <li class={`line-stretch line-stretch-${reading}`} style={style} data-stretch={`${from}-${to}`}>
      <span class="unseen">{stretchText(item)}</span>
      <span class="line-loss" aria-hidden="true">
        {shape === null ? null : <StateShape state={shape} size={12} />}
        {reading === 'untested' ? <span class="small">not tested</span> : loss}
        {interval === '' || reading === 'untested' ? null : (
          <span class="line-interval small">{interval}</span>
        )}
      </span>
      <span class="line-bar" aria-hidden="true" />
    </li>
  );
}

const keyOf = (item: LineItem): string =>
  item.kind === 'place' ? `place ${item.at}` : `stretch ${item.from}-${item.to}`;

/** Hops whose addresses have room beside each other. */
const MOST_LABELLED = 10;

/** The path as a line, with the loss of each stretch over it: there and back together. */
export function ProbeLine({ view }: { readonly view: PathProbeView }): JSX.Element | null {
  if (view.hops.length === 0) return null;
  const items = lineOf(view);
  return (
    <section
      class={view.hops.length > MOST_LABELLED ? 'line line-dense' : 'line'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long path is scrolled with the arrow keys
      tabIndex={0}
      aria-label="The path"
    >
      <ol class="line-items" style={{ '--places': view.hops.length + 1 }}>
        {items.map((item) =>
          item.kind === 'place' ? (
            <Place key={keyOf(item)} item={item} />
          ) : (
            <Stretch key={keyOf(item)} item={item} />
          ),
        )}
      </ol>
    </section>
  );
}
