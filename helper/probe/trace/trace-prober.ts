import type { ProbeAgainEvent, ProbeCommand, ProbeEvent } from '../../protocol/messages.ts';
import type { Target } from '../../protocol/target.ts';
import type { PacketPort } from '../../socket/channel.ts';
import type { OwnAddress } from '../../socket/own-address.ts';
import { newFlight, roundTripMs } from '../flight/flight.ts';
import { Flights } from '../flight/flights.ts';
import type { Incoming } from '../incoming.ts';
import type { Refusal } from '../limits.ts';
import type { SideOptions } from '../side.ts';
import { answerOf, probeEvent } from './answer.ts';
import { type Match, matchProbe, nameAt } from './match.ts';
import { draw16 } from './method.ts';
import { METHODS } from './methods.ts';
import { buildPacket } from './packet.ts';
import type { PathProbe } from './path-probe.ts';
import type { SourceOf } from './sources.ts';
import { TcpEar } from './tcp-ear.ts';
import { TOKEN_BYTES } from './token.ts';

export interface TraceOptions extends SideOptions<ProbeEvent | ProbeAgainEvent> {
  readonly sourceOf: SourceOf;
}

/** Draws of a key that no live probe to this target has: at our limits one in six fails. */
const DRAWS = 100;

const portFault = ({ method, port }: ProbeCommand): Refusal | null => {
  if ((method === 'icmp') === (port === 0)) return null;
  const message =
    method === 'icmp' ? 'port is not 0 for icmp' : `port is not between 1 and 65535 for ${method}`;
  return { code: 'out-of-range', message };
};

/** Sends the packets of traceroutes and tells what became of each. */
export class TraceProber {
  readonly flights: Flights<PathProbe>;
  readonly #options: TraceOptions;
  readonly #ear: TcpEar;

  constructor(options: TraceOptions) {
    const { clock, limits, report } = options;
    this.#options = options;
    this.#ear = new TcpEar(() => clock.now());
    this.flights = new Flights({
      ...options,
      bounds: {
        outstanding: limits.probeOutstanding,
        rate: { perSecond: limits.probeRatePerSecond, burst: limits.probeRateBurst },
        duplicates: limits.againPerProbe,
        noun: 'probes',
      },
      onSilence: (probe, silence, code) => {
        if (silence === 'lost') this.#listenOn(probe);
        else this.#ear.close(probe);
        report(probeEvent(probe, silence, null, code));
      },
    });
  }

  send(command: ProbeCommand, target: Target, port: PacketPort): Refusal | null {
    const refusal = portFault(command) ?? this.flights.admit();
    if (refusal !== null) return refusal;
    const probe = this.#draw(command, target);
    if (probe === null) return { code: 'too-many-outstanding', message: 'no free key for this target' };
    this.flights.add(probe);
    this.#options.sourceOf(target, (source) => this.#depart(probe, source, port));
    return null;
  }

  /** True: it answers one of these probes. */
  take(incoming: Incoming, atMs: number): boolean {
    const match = matchProbe(incoming, (name) => this.flights.byName(name));
    if (match === null || match.probe.sentAtMs === null) return false;
    if (incoming.kind === 'segment' && !this.#ear.hears(match.probe)) return false;
    this.#answered(incoming, match, roundTripMs(match.probe.sentAtMs, atMs));
    return true;
  }

  #draw(command: ProbeCommand, target: Target): PathProbe | null {
    const { random } = this.#options;
    const { id, method: name, flow, port, size, ttl, timeoutMs } = command;
    const method = METHODS[name];
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const identification = draw16(random);
      const key = { identification, number: method.draw(random), token: random(TOKEN_BYTES) };
      const names = method.namesOf(target.family, key).map((own) => nameAt(own, target.bytes));
      if (names.some((own) => this.flights.byName(own) !== null)) continue;
      const fixed = { method: name, flow, port, size, ttl };
      return { ...newFlight(id, target, timeoutMs), ...fixed, ...key, names, sent: null };
    }
    return null;
  }

  #depart(probe: PathProbe, source: OwnAddress, port: PacketPort): void {
    if (probe.state !== 'queued') return;
    if ('errno' in source) {
      this.flights.sendFailed(probe, source.errno);
      return;
    }
    const { bytes, sent } = buildPacket(probe, source.address);
    probe.sent = sent;
    if (probe.method === 'tcp') this.#ear.open(probe, port);
    port.send(bytes, probe.target.text, this.flights.sending(probe));
  }

  /** A probe that was called lost may still be answered until its late window is over. */
  #listenOn(probe: PathProbe): void {
    if (probe.method !== 'tcp') return;
    const { clock, limits } = this.#options;
    const leftMs = (probe.sentAtMs ?? 0) + limits.lateWindowMs - clock.now();
    probe.stopTimer = clock.after(Math.max(0, leftMs), () => this.#ear.close(probe));
  }

  #answered(incoming: Incoming, match: Match, rttMs: number): void {
    const { probe } = match;
    const { report } = this.#options;
    const answer = answerOf(incoming, match, rttMs);
    if (probe.state === 'waiting') {
      this.flights.settle(probe, 'answered', () => report(probeEvent(probe, 'answered', answer, null)));
    } else {
      const kind = this.flights.again(probe);
      if (kind !== null) report({ event: 'probe-again', id: probe.id, kind, answer });
    }
    this.#ear.close(probe);
  }
}
