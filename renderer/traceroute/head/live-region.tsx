import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { view } from '../store.ts';
import { announcementOf } from './announcement.ts';

/** Reads out each new result, politely and once. */
export function LiveRegion(): JSX.Element {
  const said = useSignal('');
  const matter = useRef('');
  useSignalEffect(() => {
    const next = announcementOf(view.value);
    if (next.matter === matter.current) return;
    matter.current = next.matter;
    said.value = next.text;
  });
  return (
    <div class="unseen" role="status" aria-live="polite" aria-atomic="true" data-testid="announcement">
      {said}
    </div>
  );
}
