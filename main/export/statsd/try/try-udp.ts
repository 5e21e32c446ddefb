import type { Socket } from 'node:dgram';
import { errorCode } from '../transport/error-code.ts';
import { connectedUdp } from '../transport/udp-socket.ts';
import { failureWords } from '../words.ts';
import { watchAdmin } from './admin-port.ts';
import { confirmed, left, missed } from './try-words.ts';
import type { Finding, TryAddress } from './types.ts';

/** A refusal is back by then from anywhere. */
const REFUSAL_MS = 1_000;
/** Sent so often in that time: one datagram may get lost, and so may one refusal. */
const TIMES = 4;

/** Null: none came. */
async function refusal(socket: Socket, line: Buffer): Promise<string | null> {
  let code: string | null = null;
  const note = (error: Error | null): void => {
    if (error !== null && error !== undefined) code ??= errorCode(error);
  };
  socket.on('error', note);
  for (let time = 0; time < TIMES && code === null; time += 1) {
    socket.send(line, note);
    await new Promise((resolve) => setTimeout(resolve, REFUSAL_MS / TIMES));
  }
  return code;
}

export const tryUdp: TryAddress = async (trial, { address, family }) => {
  const { target, figure } = trial;
  const failed = (code: string): Finding => ({
    outcome: 'failed',
    text: failureWords(code, { ...target, protocol: 'udp' }),
  });
  let socket: Socket | null = null;
  try {
    const open = await connectedUdp(address, family, target.port);
    socket = open;
    const code = await refusal(open, figure.line);
    if (code !== null) return failed(code);
    const again = (): void => open.send(figure.line, () => {});
    const answer = await watchAdmin(() => trial.askAdmin(address, figure), again);
    if (answer === 'silent') return left(trial);
    return answer === 'holds' ? confirmed(trial) : missed(trial, 'UDP');
  } catch (error) {
    return failed(errorCode(error));
  } finally {
    socket?.close();
  }
};
