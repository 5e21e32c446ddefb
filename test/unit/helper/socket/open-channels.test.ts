import { describe, expect, test } from 'vitest';
import type { ChannelEvents, OpenChannel, OpenedChannel } from '../../../../helper/socket/channel.ts';
import { openChannels } from '../../../../helper/socket/open-channels.ts';

const EVENTS: ChannelEvents = { onArrival: () => {}, onReadFailure: () => {}, onBroken: () => {} };
const failed = (errno: string): OpenedChannel => ({ ok: false, errno, message: `text of ${errno}` });
const opened = (family: 4 | 6): OpenedChannel => ({
  ok: true,
  channel: { family, packets: null, send: () => {}, close: () => {} },
});
const open = (results: { 4: OpenedChannel; 6: OpenedChannel }) => {
  const openChannel: OpenChannel = (family) => results[family];
  return openChannels(async () => openChannel, EVENTS);
};

describe('opening sockets', () => {
  test('both families', async () => {
    const result = await open({ 4: opened(4), 6: opened(6) });
    expect(result.ok && result.channels.map(({ family }) => family)).toEqual([4, 6]);
  });

  test('one family is enough', async () => {
    const only4 = await open({ 4: opened(4), 6: failed('EAFNOSUPPORT') });
    expect(only4.ok && only4.channels.map(({ family }) => family)).toEqual([4]);
    const only6 = await open({ 4: failed('EPERM'), 6: opened(6) });
    expect(only6.ok && only6.channels.map(({ family }) => family)).toEqual([6]);
  });

  test.each(['EPERM', 'EACCES'])('none, for want of privilege (%s)', async (errno) => {
    const result = await open({ 4: failed('EAFNOSUPPORT'), 6: failed(errno) });
    expect(result).toMatchObject({ ok: false, code: 'no-privilege' });
  });

  test('none, for another reason', async () => {
    const result = await open({ 4: failed('EMFILE'), 6: failed('EAFNOSUPPORT') });
    expect(result).toMatchObject({ ok: false, code: 'socket-failed' });
    expect(!result.ok && result.message).toContain('EMFILE');
  });

  test('the native part cannot be loaded', async () => {
    const load = () =>
      Promise.reject(new Error("Cannot find module 'raw.node'\nRequire stack:\n- /somewhere"));
    const result = await openChannels(load, EVENTS);
    expect(result).toEqual({
      ok: false,
      code: 'socket-failed',
      message: "raw-socket could not be loaded: Cannot find module 'raw.node'",
    });
  });
});
