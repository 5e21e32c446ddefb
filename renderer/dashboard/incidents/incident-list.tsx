import { useComputed, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { durationText } from '../../../main/domain/words/times.ts';
import { api } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { localMoment } from '../../components/local-time.ts';
import { clearSelection } from '../go.ts';
import { refreshLists } from '../lists.ts';
import { rangeAfter } from '../range/range.ts';
import type { ChosenRange } from '../range/types.ts';
import { listed, listedIn, listTrouble, nowMs, range } from '../store.ts';
import { ClassFilterSelect } from './class-filter.tsx';
import { IncidentRow } from './incident-row.tsx';
import { type ClassFilter, filtered, filterOptions } from './incident-view.ts';
import './incident-list.css';

const WEEK_MS = 7 * 86_400_000;

function Head(): JSX.Element {
  return (
    <thead>
      <tr>
        {['What', 'Since', 'Length', 'Evidence'].map((title) => (
          <th scope="col" key={title}>
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

const rangeWords = (chosen: ChosenRange, atMs: number): string =>
  chosen.mode === 'live'
    ? `in the last ${durationText(chosen.spanMs)}`
    : `from ${localMoment(chosen.fromMs, atMs)} to ${localMoment(chosen.toMs, atMs)}`;

function NothingBroke(): JSX.Element {
  const chosen = listedIn.value;
  const width = chosen.mode === 'live' ? chosen.spanMs : chosen.toMs - chosen.fromMs;
  return (
    <EmptyState
      shape="good"
      title={`No incident ${rangeWords(chosen, nowMs.peek())}`}
      text="What breaks while Faultline watches is listed here, with its evidence."
    >
      {width >= WEEK_MS ? undefined : (
        <Button
          onClick={() => {
            range.value = rangeAfter(range.peek(), { type: 'span', spanMs: WEEK_MS }, nowMs.peek());
          }}
        >
          Look at the last 7 days
        </Button>
      )}
    </EmptyState>
  );
}

function NotReadable({ reason }: { readonly reason: string }): JSX.Element {
  return (
    <EmptyState shape="unknown" title="The incidents could not be read" text={reason}>
      <Button onClick={() => void refreshLists(api)}>Try again</Button>
    </EmptyState>
  );
}

/** The incidents of the chosen range; selecting one shows its time, and the list stays as it is. */
export function IncidentList(): JSX.Element {
  const filter = useSignal<ClassFilter>('all');
  const rows = useComputed(() => filtered(listed.value ?? [], filter.value));
  if (listTrouble.value !== null) return <NotReadable reason={listTrouble.value} />;
  if (listed.value === null) return <p class="list-loading muted">Reading the history …</p>;
  if (listed.value.length === 0 && filter.value === 'all') return <NothingBroke />;
  return (
    <>
      <ClassFilterSelect
        options={filterOptions(listed.value, filter.value)}
        chosen={filter.value}
        onChoose={(chosen) => {
          filter.value = chosen;
        }}
      />
      {rows.value.length === 0 ? (
        <EmptyState shape="good" title="None of this kind" text="The range holds other incidents only.">
          <Button
            onClick={() => {
              filter.value = 'all';
            }}
          >
            Show all kinds
          </Button>
        </EmptyState>
      ) : (
        <table
          class="incidents"
          aria-label="Incidents"
          onKeyDown={(event) => {
            if (event.key === 'Escape') clearSelection();
          }}
        >
          <Head />
          <tbody>
            {rows.value.map((incident) => (
              <IncidentRow key={incident.id} incident={incident} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
