import { randomFillSync } from 'node:crypto';
import { isSea } from 'node:sea';
import { parseArguments } from './channel/arguments.ts';
import { connectChannel } from './channel/connect-channel.ts';
import { dropPrivilege } from './privilege/drop.ts';
import { channelFault } from './privilege/identity.ts';
import { nodeOptionsFault } from './privilege/node-options.ts';
import { askForPriority } from './privilege/priority.ts';
import { processRights } from './privilege/process-rights.ts';
import { systemClock } from './probe/clock.ts';
import { Prober } from './probe/prober.ts';
import { createRandomStore } from './probe/random-store.ts';
import { createSources } from './probe/trace/sources.ts';
import { LIMITS } from './protocol/limits.ts';
import type { FatalEvent, HelperEvent } from './protocol/messages.ts';
import { attachInput, type Input, pipeInput, socketInput } from './session/attach-input.ts';
import { greeting } from './session/greeting.ts';
import { createOutput, type Output, type Sink } from './session/output.ts';
import { Session } from './session/session.ts';
import { openChannels } from './socket/open-channels.ts';
import { ownAddressTowards } from './socket/own-address.ts';
import { loadRawSocket } from './socket/raw-socket.ts';

/** How long a client that has stopped reading may hold up the exit. */
const FLUSH_MS = 1000;
const EXIT = { done: 0, fatal: 3, internal: 4 } as const;

/** Owed to the client, however little it reads; the others can be done without. */
const SETTLING: ReadonlySet<HelperEvent['event']> = new Set([
  'echo',
  'probe',
  'path-opened',
  'path-closed',
  'encapsulated',
  'train',
]);

/** Says the last word, gives the client a moment to read it, and ends the process. */
function leave(output: Output, code: number): void {
  const exit = (): void => process.exit(code);
  setTimeout(exit, FLUSH_MS);
  output.flush(exit);
}

function fail(output: Output, code: FatalEvent['code'], message: string): void {
  output.send({ event: 'fatal', code, message: message.slice(0, 500) });
  leave(output, EXIT.fatal);
}

const outputTo = (sink: Sink): Output =>
  createOutput(sink, { pauseBytes: LIMITS.unreadPauseBytes, dropBytes: LIMITS.unreadDropBytes });

async function main(): Promise<void> {
  // A listener of any kind takes this signal away from Node, which would open an inspector: a way for any
  // process of the same user to run code in this one.
  process.on('SIGUSR1', () => {});
  // A file descriptor that the environment has named to Node for messages of a parent's: nobody here listens to it.
  if (process.connected) process.disconnect();
  process.on('uncaughtException', (error) => {
    process.stderr.write(`faultline-helper: ${error.stack ?? error.message}\n`, () =>
      process.exit(EXIT.internal),
    );
  });
  // The client is gone: nobody is left to be told.
  process.stdout.on('error', () => process.exit(EXIT.done));
  let output = outputTo(process.stdout);

  const fault = nodeOptionsFault({
    argv0: process.argv0,
    isExecutable: isSea(),
    permits: process.permission === undefined ? null : (scope) => process.permission.has(scope),
  });
  if (fault !== null) return fail(output, 'bad-arguments', fault);
  const asked = parseArguments(process.argv.slice(2));
  if (!asked.ok) return fail(output, 'bad-arguments', asked.message);
  const { channel: request } = asked;
  const rights = processRights();
  if (rights === null) return fail(output, 'drop-failed', 'this system has no user ids to drop privilege to');
  const misfit = request === null ? null : channelFault(rights.start(), request.uid);
  if (misfit !== null) return fail(output, 'bad-arguments', misfit);

  let finishing = false;
  const leaveWhenDone = (): void => {
    if (!finishing || prober.pending > 0) return;
    prober.close();
    leave(output, EXIT.done);
  };
  const prober = new Prober({
    clock: systemClock,
    random: createRandomStore((bytes) => randomFillSync(bytes)),
    limits: LIMITS,
    sourceOf: createSources(ownAddressTowards, systemClock.now),
    report: (event) => (SETTLING.has(event.event) ? output.send(event) : output.sendOptional(event)),
    onIdle: () => leaveWhenDone(),
    onBroken: (reason) => fail(output, 'socket-failed', reason),
  });

  // The order is the point. Opening sockets is the only thing that needs privilege, so it comes first, before
  // anything from outside has been read but the command line; input, and the files of a channel, are touched only
  // when the privilege is provably gone.
  const opened = await openChannels(() => loadRawSocket(systemClock.now), prober.channelEvents);
  if (!opened.ok) return fail(output, opened.code, opened.message);
  askForPriority();
  const dropped = dropPrivilege(rights, request?.uid);
  if (!dropped.ok) return fail(output, 'drop-failed', dropped.message);

  let input: Input = pipeInput();
  if (request !== null) {
    const connected = await connectChannel(request);
    if (!connected.ok) return fail(output, 'bad-channel', connected.message);
    const { socket } = connected;
    socket.on('error', () => process.exit(EXIT.done));
    output = outputTo(socket);
    input = socketInput(socket);
  }

  for (const channel of opened.channels) prober.use(channel);
  const session = new Session({
    prober,
    greeting: greeting(
      opened.channels.map(({ family }) => family),
      prober.canProbe,
      dropped.privilege,
    ),
    lineBytes: LIMITS.lineBytes,
    send: (event) => output.send(event),
    dropped: () => output.dropped,
  });
  attachInput({ session, output, input, exitAtOnce: () => process.exit(EXIT.done) }, () => {
    finishing = true;
    leaveWhenDone();
  });
}

void main();
