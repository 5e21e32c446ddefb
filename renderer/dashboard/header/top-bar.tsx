import { useComputed } from '@preact/signals';
import type { JSX } from 'preact';
import { api } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { attempt } from '../../components/feedback/toasts.ts';
import { Hint } from '../../components/hint.tsx';
import { MenuButton } from '../../components/menu-button.tsx';
import { StateShape } from '../../components/state-shape.tsx';
import { state } from '../store.ts';
import { modeView } from './mode-view.ts';
import { networkText } from './network-text.ts';
import { PAUSE_ITEMS, pause } from './pause.ts';
import { quietText } from './quiet-text.ts';
import './top-bar.css';

function NetworkInUse(): JSX.Element | null {
  const network = useComputed(() => networkText(state.value));
  if (network.value === null) return null;
  return (
    <Hint look="bare" text="The network in use: interface, this machine's address and its router.">
      <span class="unseen">Network: </span>
      {network.value}
    </Hint>
  );
}

function HelperMode(): JSX.Element {
  const view = useComputed(() => modeView(state.value));
  const { shape, text, explanation } = view.value;
  return (
    <Hint look="bare" text={explanation}>
      <span class="top-bar-mode">
        <StateShape state={shape} size={12} />
        {text}
      </span>
    </Hint>
  );
}

function QuietNow(): JSX.Element | null {
  const text = useComputed(() => quietText(state.value.quiet));
  if (text.value === null) return null;
  return (
    <Hint
      look="bare"
      text="Notices are listed, but not shown on the desktop; a digest follows. Change it in the settings."
    >
      {text.value}
    </Hint>
  );
}

function PauseMenu(): JSX.Element | null {
  const offered = useComputed(() => state.value.phase === 'running' && state.value.pause === null);
  if (!offered.value) return null;
  return (
    <MenuButton items={PAUSE_ITEMS} onChoose={pause}>
      Pause
    </MenuButton>
  );
}

const openSettings = (): void =>
  void attempt(() => api.ask('openWindow', { window: 'settings', destination: null }));

export function TopBar(): JSX.Element {
  return (
    <header class="top-bar">
      <div class="top-bar-facts small">
        <NetworkInUse />
        <HelperMode />
        <QuietNow />
      </div>
      <div class="top-bar-actions">
        <PauseMenu />
        <Button onClick={openSettings}>Settings</Button>
      </div>
    </header>
  );
}
