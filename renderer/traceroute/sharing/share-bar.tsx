import type { JSX } from 'preact';
import { Button } from '../../components/button.tsx';
import { Hint } from '../../components/hint.tsx';
import { MenuButton, type MenuItem } from '../../components/menu-button.tsx';
import { copy, openSaved, save } from '../actions.ts';
import { mask, view } from '../store.ts';
import './share-bar.css';

const FORMATS: readonly MenuItem[] = [
  { id: 'json', title: 'JSON', detail: 'For a program, or to open here again' },
  { id: 'text', title: 'Text', detail: 'For people: a mail, a ticket' },
];

const MASKED =
  'Replaces your own addresses and private ones, and their names, so that a trace can be shown to others.';

function MaskChoice(): JSX.Element {
  return (
    <span class="share-mask">
      <label>
        <input
          type="checkbox"
          checked={mask.value}
          onChange={({ currentTarget }) => {
            mask.value = currentTarget.checked;
          }}
        />
        Mask private and own addresses
      </label>
      <Hint look="bare" text={MASKED}>
        <span class="share-why" aria-hidden="true">
          ?
        </span>
        <span class="unseen">What is masked</span>
      </Hint>
    </span>
  );
}

/** How a trace leaves the window, and comes back. */
export function ShareBar(): JSX.Element {
  const hasTrace = (view.value?.hops.length ?? 0) > 0;
  return (
    <div class="share-bar" role="toolbar" aria-label="Copy, save and open">
      {hasTrace ? <Button onClick={() => void copy()}>Copy as text</Button> : null}
      {hasTrace ? (
        <MenuButton items={FORMATS} onChoose={(id) => void save(id === 'json' ? 'json' : 'text')}>
          Save
        </MenuButton>
      ) : null}
      {hasTrace ? <MaskChoice /> : null}
      <span class="share-open">
        <Button look="quiet" onClick={() => void openSaved()}>
          Open a saved trace
        </Button>
      </span>
    </div>
  );
}
