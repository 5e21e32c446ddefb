import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { bytesText } from '../../../main/domain/words/numbers.ts';
import { api } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { attempt } from '../../components/feedback/toasts.ts';
import { NumberField } from '../form/number-field.tsx';
import { view } from '../store.ts';

const RETENTION = [
  {
    key: 'rawHours',
    unit: 'h',
    label: 'Keep each probe for',
    hint: 'Every single round trip is kept this long.',
  },
  { key: 'minuteDays', unit: 'days', label: 'Keep minutes for', hint: 'Figures of each minute.' },
  {
    key: 'hourDays',
    unit: 'days',
    label: 'Keep hours for',
    hint: 'Figures of each hour, and the incidents.',
  },
  {
    key: 'maxMegabytes',
    unit: 'MB',
    label: 'Keep at most',
    hint: 'When it gets larger the oldest and finest figures go; incidents stay.',
  },
] as const;

function DataFolder(): JSX.Element {
  const size = useComputed(() => {
    const bytes = view.value?.historyBytes ?? null;
    return bytes === null ? 'none yet' : bytesText(bytes);
  });
  const folder = useComputed(() => view.value?.dataDirectory ?? '');
  return (
    <dl class="facts">
      <div>
        <dt>Size on disk</dt>
        <dd data-testid="history-size">{size}</dd>
      </div>
      <div>
        <dt>Data folder</dt>
        <dd>
          <span class="path">{folder}</span>
          <Button onClick={() => void attempt(() => api.ask('openDataFolder', null))}>Open</Button>
        </dd>
      </div>
    </dl>
  );
}

export function HistorySection(): JSX.Element {
  return (
    <section class="section" aria-labelledby="history-title">
      <h2 id="history-title">History</h2>
      {RETENTION.map(({ key, ...field }) => (
        <NumberField key={key} path={['retention', key]} scale={1} {...field} />
      ))}
      <DataFolder />
    </section>
  );
}
