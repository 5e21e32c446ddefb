import { api } from '../../api.ts';
import { attempt } from '../../components/feedback/toasts.ts';
import { start } from '../running.ts';
import { mode, wantsHelper } from '../store.ts';

/** The trace begins by itself once the helper runs; when it does not come, its reason is in the state. */
export async function startHelper(): Promise<void> {
  wantsHelper.value = true;
  await attempt(async () => {
    await api.ask('fixHelper', null);
    mode.value = (await api.ask('state', null)).mode;
  });
  wantsHelper.value = false;
  if (mode.peek()?.icmp === 'helper') start();
}
