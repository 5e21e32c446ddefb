import type { Socket } from 'node:net';
import { errorCode } from '../transport/error-code.ts';
import { CLOSED, connectTo } from '../transport/tcp-connection.ts';
import { failureWords } from '../words.ts';
import { watchAdmin } from './admin-port.ts';
import { answered, confirmed, missed, taken } from './try-words.ts';
import type { Finding, TryAddress } from './types.ts';

const CONNECT_MS = 2_000;
/** What does not want the figure has closed, or objected, by then. */
const OBJECTION_MS = 1_000;

type Reaction = { readonly kind: 'none' | 'answer' } | { readonly kind: 'ended'; readonly code: string };

function reaction(socket: Socket): Promise<Reaction> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ kind: 'none' }), OBJECTION_MS);
    const seen = (what: Reaction): void => {
      clearTimeout(timer);
      resolve(what);
    };
    socket.on('data', () => seen({ kind: 'answer' }));
    socket.on('error', (error) => seen({ kind: 'ended', code: errorCode(error) }));
    socket.on('end', () => seen({ kind: 'ended', code: CLOSED }));
  });
}

export const tryTcp: TryAddress = async (trial, { address }) => {
  const { target, figure } = trial;
  const failed = (code: string): Finding => ({
    outcome: 'failed',
    text: failureWords(code, { ...target, protocol: 'tcp' }),
  });
  let socket: Socket | null = null;
  try {
    socket = await connectTo(address, target.port, CONNECT_MS);
    const reacted = reaction(socket);
    socket.write(figure.line);
    const seen = await reacted;
    if (seen.kind === 'ended') return failed(seen.code);
    if (seen.kind === 'answer') return answered(trial);
    const again = socket;
    const answer = await watchAdmin(
      () => trial.askAdmin(address, figure),
      () => again.write(figure.line),
    );
    if (answer === 'silent') return taken(trial);
    return answer === 'holds' ? confirmed(trial) : missed(trial, 'TCP');
  } catch (error) {
    return failed(errorCode(error));
  } finally {
    // Not `destroy`: what is still to be read would make it a reset.
    socket?.end().unref();
    socket?.setTimeout(CONNECT_MS, () => socket?.destroy());
  }
};
