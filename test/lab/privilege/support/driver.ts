// Runs as an ordinary user: starts the helper by the product's own ways, told by lines on its input, and says what
// became of it. Started with the helper's program as its only argument; ends with its input.
import { createInterface } from 'node:readline';
import { HELPER_CHOICES } from '../../../../main/domain/model/helper-way.ts';
import { openHelperWays } from '../../../../main/helper-client/helper-ways.ts';
import type { HelperSite } from '../../../../main/helper-client/site.ts';
import type { HelperClient } from '../../../../main/helper-client/types.ts';

const [program = '', ...files] = process.argv.slice(2);
const site: HelperSite = {
  command: [program],
  files: [program, ...files],
  hashes: new Map(),
  isExecutable: true,
};
const ways = openHelperWays({ canAsk: true, findSite: () => ({ ok: true, site }) });
let attempt = new AbortController();
let client: HelperClient | null = null;

const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

async function start(asked: boolean): Promise<void> {
  attempt = new AbortController();
  const started = await (asked ? ways.startAsked(attempt.signal) : ways.startUnasked(attempt.signal));
  if (!started.ok) return say({ started: false, code: started.code, reason: started.reason });
  client = started.client;
  say({ started: true, way: started.way, hello: client.hello });
}

function ping(address: string): void {
  client?.echo({ address, size: 56, ttl: 64, timeoutMs: 2000 }, (answer) => {
    if (answer.event === 'echo') say({ outcome: answer.outcome });
    else say({ unexpected: answer });
  });
}

async function obey(line: string): Promise<void> {
  const [command = '', argument = ''] = line.split(' ');
  switch (command) {
    case 'choose': {
      const choice = HELPER_CHOICES.find((name) => name === argument);
      if (choice !== undefined) ways.setChoice(choice);
      return;
    }
    case 'ask':
      return start(true);
    case 'start':
      return start(false);
    case 'give-up':
      return attempt.abort();
    case 'ping':
      return ping(argument);
    case 'look':
      return say({ look: await ways.look() });
    case 'close':
      await client?.close();
      return say({ closed: true });
  }
}

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => void obey(line));
lines.on('close', () => process.exit(0));
