import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../../helper/channel/arguments.ts';
import { channelIdentity } from '../../../helper/privilege/identity.ts';

const PAGE = readFileSync(new URL('../../../helper/PROTOCOL.md', import.meta.url), 'utf8');
const [, CHANNEL = ''] = PAGE.split('\n## The channel\n');
const TEXT = CHANNEL.split('\n## ')[0] ?? '';

describe('PROTOCOL.md, the channel', () => {
  test('its command line is the one that the helper takes', () => {
    const line = /^faultline-helper (.*)$/m.exec(TEXT)?.[1] ?? '';
    const words = line.replace('FOLDER', '/run/x').replace('N', '1000').split(' ');
    expect(parseArguments(words)).toEqual({
      ok: true,
      channel: { folder: '/run/x', uid: 1000 },
    });
  });

  test('the bound of a folder`s path', () => {
    const bytes = Number(/at most (\d+) bytes/.exec(TEXT)?.[1]);
    const at = (length: number) =>
      parseArguments(['--channel', `/${'x'.repeat(length - 1)}`, '--uid', '1']).ok;
    expect([at(bytes), at(bytes + 1)]).toEqual([true, false]);
  });

  test('the group that the helper becomes', () => {
    expect(TEXT).toContain(`becomes user N and group ${channelIdentity(1000).gid}`);
  });

  test.each(['token', 'socket', 'bad-arguments', 'bad-channel'])('%s is named', (name) => {
    expect(TEXT).toContain(`\`${name}\``);
  });
});
