// The client's side of a channel in a process of its own, so that it can be an ordinary user. Speaks JSON lines: what it
// is told on standard input, what happened on standard output.
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { channelTransport } from '../../../../main/helper-client/channel/channel-transport.ts';
import { openChannel } from '../../../../main/helper-client/channel/open-channel.ts';
import { Connection } from '../../../../main/helper-client/connection.ts';
import { meetHelper } from '../../../../main/helper-client/meet-helper.ts';
import type { HelperClient } from '../../../../main/helper-client/types.ts';

const say = (what: Readonly<Record<string, unknown>>): void => {
  writeSync(1, `${JSON.stringify(what)}\n`);
};

const [temporary = '', tokenMs = '10000'] = process.argv.slice(2);
const opened = await openChannel({
  uid: process.getuid?.() ?? -1,
  env: process.env,
  temporary,
  nowMs: Date.now(),
  tokenMs: Number(tokenMs),
});
if (!opened.ok) {
  say({ failed: opened.reason });
  process.exit(1);
}
const { channel } = opened;
say({ folder: channel.folder, pid: process.pid });
let client: HelperClient | null = null;

createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'close-channel') channel.close('asked');
  if (line === 'close') void client?.close().then(() => say({ closed: true }));
  if (line === 'give-up') client?.giveUp();
  if (line === 'stats') {
    client?.stats().then(
      (stats) => say({ stats }),
      (error: unknown) => say({ gone: String(error) }),
    );
  }
  if (line === 'echo') {
    const request = { address: '127.0.0.1', size: 56, ttl: 64, timeoutMs: 2000 };
    client?.echo(request, (answer) => say({ answer }));
  }
});

const admission = await channel.admitted;
if (admission.ok) {
  const met = await meetHelper(new Connection(channelTransport(admission.socket, channel.folder)));
  if (met.ok) {
    client = met.client;
    client.onExit((reason) => say({ exit: reason }));
    say({ hello: met.client.hello });
  } else say({ refused: met.reason });
} else say({ turnedAway: admission.reason });
