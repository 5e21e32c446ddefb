import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Confirm } from '../../components/feedback/confirm.tsx';
import { Problem } from '../form/field.tsx';
import { problems, view } from '../store.ts';
import { AnchorRowFields } from './anchor-row.tsx';
import { addRow, resetAnchors, rows } from './anchor-store.ts';
import './anchors.css';

function AnchorTable(): JSX.Element {
  return (
    <table class="anchors" aria-label="Anchors">
      <thead>
        <tr>
          {['Kind', 'Address', 'Port'].map((title) => (
            <th scope="col" key={title}>
              {title}
            </th>
          ))}
          <th scope="col">
            <span class="unseen">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.value.map((row) => (
          <AnchorRowFields key={row.key} row={row} />
        ))}
      </tbody>
    </table>
  );
}

export function AnchorsSection(): JSX.Element {
  const asking = useSignal(false);
  const most = view.value?.bounds['anchors']?.max ?? Number.POSITIVE_INFINITY;
  return (
    <section class="section" aria-labelledby="anchors-title">
      <h2 id="anchors-title">What is probed</h2>
      <p class="muted">
        Anchors are literal addresses that always answer. Your router and your DNS server are found by
        themselves; an anchor of their kind takes their place.
      </p>
      {rows.value.length === 0 ? (
        <EmptyState
          shape="degraded"
          title="No anchor"
          text="Without one only your router and your DNS server are watched, which says little about the internet."
        />
      ) : (
        <AnchorTable />
      )}
      <div class="section-actions">
        <Button disabled={rows.value.length >= most} onClick={addRow}>
          Add an anchor
        </Button>
        <Button
          look="quiet"
          onClick={() => {
            asking.value = true;
          }}
        >
          Back to the usual ones
        </Button>
      </div>
      <Problem id="anchors" text={problems.value.get('anchors') ?? null} />
      {asking.value ? (
        <Confirm
          title="Back to the usual anchors?"
          text="The list above is replaced by the public resolvers that Faultline starts with."
          confirm="Replace the list"
          onConfirm={() => {
            asking.value = false;
            void resetAnchors();
          }}
          onCancel={() => {
            asking.value = false;
          }}
        />
      ) : null}
    </section>
  );
}
