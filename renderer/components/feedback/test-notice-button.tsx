import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { api } from '../../api.ts';
import { Button } from '../button.tsx';
import { testResult } from './notice-test.ts';
import { attempt, say } from './toasts.ts';

/** Shows a notice on the desktop, whatever the settings say, and tells whether the desktop took it. */
export function TestNoticeButton(): JSX.Element {
  const busy = useSignal(false);
  const test = async (): Promise<void> => {
    busy.value = true;
    await attempt(async () => {
      const { tone, text } = testResult(await api.ask('testNotice', null));
      say(tone, text);
    });
    busy.value = false;
  };
  return (
    <Button busy={busy.value} onClick={() => void test()}>
      Send a test notice
    </Button>
  );
}
