import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { NotedIncident } from '../../../main/contract/contract.ts';
import { NOTE_LENGTH } from '../../../main/domain/model/noted-incident.ts';
import { api } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { attempt, say } from '../../components/feedback/toasts.ts';
import { replaceIncident } from '../store.ts';

/** Room left is said when it gets short. */
const SHORT = 200;

/** The user's own words on an incident. What was typed stays until it was kept, or given up. */
export function NoteEditor({ incident }: { readonly incident: NotedIncident }): JSX.Element {
  const id = useId();
  const text = useSignal(incident.note);
  const busy = useSignal(false);
  const changed = text.value !== incident.note;
  const left = NOTE_LENGTH - text.value.length;
  const save = async (): Promise<void> => {
    busy.value = true;
    const kept = await attempt(async () => {
      const noted = await api.ask('noteIncident', { id: incident.id, note: text.value.trim() });
      text.value = noted.note;
      replaceIncident(noted);
    });
    busy.value = false;
    if (kept) say('done', 'The note was kept.');
  };
  return (
    <div class="note">
      <label for={id}>Your note</label>
      <textarea
        id={id}
        rows={2}
        maxLength={NOTE_LENGTH}
        placeholder="What you did, whom you called, a ticket number"
        value={text}
        aria-describedby={left < SHORT ? `${id}-left` : undefined}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && changed) void save();
          if (event.key === 'Escape' && changed) {
            event.stopPropagation();
            text.value = incident.note;
          }
        }}
      />
      {left < SHORT ? (
        <p id={`${id}-left`} class="muted small">
          Room for {left} more characters.
        </p>
      ) : null}
      {changed ? (
        <div class="note-actions">
          <Button look="primary" busy={busy.value} onClick={() => void save()}>
            Keep the note
          </Button>
          <Button
            look="quiet"
            onClick={() => {
              text.value = incident.note;
            }}
          >
            Discard
          </Button>
        </div>
      ) : null}
    </div>
  );
}
