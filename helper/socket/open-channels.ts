import type { FatalEvent } from '../protocol/messages.ts';
import type { Channel, ChannelEvents, OpenChannel, OpenedChannel } from './channel.ts';

export type OpenedChannels =
  | { readonly ok: true; readonly channels: readonly Channel[] }
  | { readonly ok: false; readonly code: FatalEvent['code']; readonly message: string };

type Failure = Extract<OpenedChannel, { ok: false }>;

function failure(failures: readonly Failure[]): OpenedChannels {
  const refused = failures.find(({ errno }) => errno === 'EPERM' || errno === 'EACCES');
  if (refused !== undefined) {
    return {
      ok: false,
      code: 'no-privilege',
      message: `raw sockets need root or the capability cap_net_raw (${refused.message})`,
    };
  }
  const reasons = failures.map(({ errno, message }) => `${message} (${errno})`);
  return {
    ok: false,
    code: 'socket-failed',
    message: `no raw socket could be opened: ${reasons.join(', ')}`,
  };
}

/** Both families, or the one there is: a machine without IPv6 is no failure. */
export async function openChannels(
  load: () => Promise<OpenChannel>,
  events: ChannelEvents,
): Promise<OpenedChannels> {
  let open: OpenChannel;
  try {
    open = await load();
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown error';
    return { ok: false, code: 'socket-failed', message: `raw-socket could not be loaded: ${reason}` };
  }
  const results = ([4, 6] as const).map((family) => open(family, events));
  const channels = results.flatMap((result) => (result.ok ? [result.channel] : []));
  if (channels.length > 0) return { ok: true, channels };
  return failure(results.flatMap((result) => (result.ok ? [] : [result])));
}
