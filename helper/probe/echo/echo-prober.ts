import type { DuplicateEvent, EchoCommand, EchoEvent, LateEvent } from '../../protocol/messages.ts';
import type { Target } from '../../protocol/target.ts';
import type { Channel } from '../../socket/channel.ts';
import { newFlight, roundTripMs } from '../flight/flight.ts';
import { Flights } from '../flight/flights.ts';
import type { Incoming } from '../incoming.ts';
import type { Refusal } from '../limits.ts';
import { senderText } from '../sender.ts';
import type { SideOptions } from '../side.ts';
import { type Answer, echoAnswer } from './answer.ts';
import { type Echo, echoRequest, TOKEN_BYTES } from './echo.ts';
import { answers } from './match.ts';
import { answeredEvent, silentEvent } from './outcome.ts';
import { createSequence } from './sequence.ts';

type Report = EchoEvent | LateEvent | DuplicateEvent;

/** A random number of 16 bits. */
function random16(random: SideOptions<Report>['random']): number {
  const [high = 0, low = 0] = random(2);
  return (high << 8) | low;
}

/** Sends echo requests and tells what became of each. */
export class EchoProber {
  readonly flights: Flights<Echo>;
  readonly #options: SideOptions<Report>;
  /** Tells this process's echoes from those of others on the machine. */
  readonly #icmpId: number;
  readonly #nextSequence: () => number;

  constructor(options: SideOptions<Report>) {
    const { limits, random, report } = options;
    this.#options = options;
    this.#icmpId = random16(random);
    this.flights = new Flights({
      ...options,
      bounds: {
        outstanding: limits.outstanding,
        rate: { perSecond: limits.ratePerSecond, burst: limits.rateBurst },
        duplicates: limits.duplicatesPerEcho,
        noun: 'echoes',
      },
      onSilence: (echo, silence, code) => report(silentEvent(echo, silence, code)),
    });
    this.#nextSequence = createSequence(random16(random), (name) => this.flights.byName(name) !== null);
  }

  send({ id, size, ttl, timeoutMs }: EchoCommand, target: Target, channel: Channel): Refusal | null {
    const refusal = this.flights.admit();
    if (refusal !== null) return refusal;
    const sequence = this.#nextSequence();
    const token = this.#options.random(TOKEN_BYTES);
    const echo: Echo = { ...newFlight(id, target, timeoutMs), names: [sequence], sequence, token };
    this.flights.add(echo);
    channel.send(echoRequest(echo, this.#icmpId, size), target.text, ttl, this.flights.sending(echo));
    return null;
  }

  /** True: it answers one of these echoes. */
  take(incoming: Incoming, atMs: number): boolean {
    const answer = echoAnswer(incoming);
    if (answer === null || answer.icmpId !== this.#icmpId) return false;
    const echo = this.flights.byName(answer.sequence);
    if (echo === null || echo.sentAtMs === null || !answers(answer, echo)) return false;
    this.#answered(echo, answer, roundTripMs(echo.sentAtMs, atMs));
    return true;
  }

  #answered(echo: Echo, answer: Answer, rttMs: number): void {
    const { report } = this.#options;
    const isReply = answer.kind === 'reply';
    if (echo.state === 'waiting') {
      this.flights.settle(echo, isReply ? 'answered' : 'failed', () =>
        report(answeredEvent(echo, answer, rttMs)),
      );
    } else if (isReply) {
      const event = this.flights.again(echo);
      if (event !== null) report({ event, id: echo.id, rttMs, from: senderText(answer.from, echo.target) });
    }
  }
}
