import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { pathProbe, view } from '../store.ts';
import { announcementOf, probeAnnouncementOf } from './announcement.ts';
import { shownTaken } from './shown-taken.ts';

/** Long enough to be read out. Who browses the page afterwards finds the headline alone, which goes on. */
const SAID_FOR_MS = 1000;

/** Reads out each new result, politely and once. */
export function LiveRegion(): JSX.Element {
  const said = useSignal('');
  const matter = useRef('');
  const timer = useRef(0);
  useSignalEffect(() => {
    const probe = pathProbe.value;
    const next = probe === null ? announcementOf(view.value) : probeAnnouncementOf(probe);
    if (next.matter === matter.current) return;
    matter.current = next.matter;
    const taken = probe === null && view.value !== null ? shownTaken(view.value) : null;
    said.value = taken === null ? next.text : `${taken} ${next.text}`;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      said.value = '';
    }, SAID_FOR_MS);
  });
  return (
    <div class="unseen" role="status" aria-live="polite" aria-atomic="true" data-testid="announcement">
      {said}
    </div>
  );
}
