import type { JSX } from 'preact';
import type { TraceHop, TraceView } from '../../../main/domain/model/trace.ts';
import { StateShape } from '../../components/state-shape.tsx';
import { Strip } from '../strip/strip.tsx';
import { hopBadges } from '../words/badges.ts';
import { BadgeList } from './badge-list.tsx';
import { answeredFigure, COLUMNS, lossFigure, NOTHING, roundTripFigure } from './figures.ts';
import { RangeBar } from './range-bar.tsx';
import { RouterCell } from './router-cell.tsx';

const MEANINGS = { none: '', unknown: '', lost: 'traffic is lost', own: 'only its own answers' } as const;

function LossCell({ hop }: { readonly hop: TraceHop }): JSX.Element {
  const { text, interval, meaning } = lossFigure(hop);
  const words = MEANINGS[meaning];
  return (
    <td class={`hop-loss loss-${meaning}`} data-label="Loss">
      <span class="loss-share">
        {meaning === 'lost' ? (
          <StateShape state={hop.received === 0 ? 'down' : 'degraded'} size={12} />
        ) : null}
        {text}
        {words === '' ? null : <span class="unseen">, {words}</span>}
      </span>
      {interval === '' ? null : <span class="loss-interval muted small">{interval}</span>}
    </td>
  );
}

interface HopRowProps {
  readonly hop: TraceHop;
  readonly view: TraceView;
  readonly hasStrip: boolean;
}

export function HopRow({ hop, view, hasStrip }: HopRowProps): JSX.Element {
  const differs = view.comparison?.firstDifferentTtl === hop.ttl;
  return (
    <tr class={`hop hop-${hop.reading}${differs ? ' hop-differs' : ''}`} data-ttl={hop.ttl}>
      <th scope="row" class="hop-ttl">
        {hop.ttl}
      </th>
      <RouterCell hop={hop} view={view} />
      <LossCell hop={hop} />
      <td class="hop-answered" data-label="Answered">
        {hop.sent === 0 ? NOTHING : answeredFigure(hop)}
      </td>
      {COLUMNS.map(({ id, title }) => (
        <td class={`hop-figure hop-${id}`} key={id} data-label={title}>
          {roundTripFigure(hop.rttMs, id)}
        </td>
      ))}
      <td class="hop-picture">
        <div class="picture">
          <RangeBar rttMs={hop.rttMs} />
          {hasStrip ? <Strip hop={hop} /> : null}
        </div>
      </td>
    </tr>
  );
}

interface SilentRowProps {
  readonly fromTtl: number;
  readonly toTtl: number;
  readonly columns: number;
  readonly view: TraceView;
}

/** The end of the way, from which nothing came back. */
export function SilentRow({ fromTtl, toTtl, columns, view }: SilentRowProps): JSX.Element {
  const first = view.comparison?.firstDifferentTtl ?? null;
  const different = view.hops.find(({ ttl }) => ttl === first && ttl >= fromTtl);
  return (
    <tr class={`hop hop-silent${different === undefined ? '' : ' hop-differs'}`} data-ttl={fromTtl}>
      <th scope="row" class="hop-ttl">
        {fromTtl}–{toTtl}
      </th>
      <td class="hop-router" colSpan={columns - 1}>
        <p class="router-silent muted">no answer from any of these {toTtl - fromTtl + 1} hops</p>
        {different === undefined ? null : (
          <div class="router-more">
            <BadgeList badges={hopBadges(different, view)} />
          </div>
        )}
      </td>
    </tr>
  );
}
