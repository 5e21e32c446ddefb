import type {
  EncapsulatedAnswer,
  EncapsulatedEvent,
  ProbeAnswer,
  ProbeEvent,
} from '../../../helper/protocol/messages.ts';
import type { PacketAnswer, PacketResult } from '../../domain/encapsulation/types.ts';
import { assertNever } from '../../domain/model/units.ts';

/** Null: of a kind that no packet of ours can have as its answer. */
export function packetAnswer(answer: EncapsulatedAnswer | ProbeAnswer): PacketAnswer | null {
  const { kind, rttMs, code, ttl, mtu } = answer;
  if (kind !== 'echo-reply' && kind !== 'ttl-exceeded' && kind !== 'unreachable') return null;
  const [from = ''] = answer.from.split('%');
  const layer = 'layer' in answer ? answer.layer : null;
  return { kind, from, rttMs, code, ttl, layer, ...(mtu === null ? {} : { mtu }) };
}

export function packetResult({ outcome, answer, code }: EncapsulatedEvent | ProbeEvent): PacketResult {
  switch (outcome) {
    case 'answered': {
      const known = answer === null ? null : packetAnswer(answer);
      return known === null ? { outcome: 'lost' } : { outcome, answer: known };
    }
    case 'send-error':
      return { outcome: 'unsent', code: code ?? outcome };
    case 'lost':
    case 'cancelled':
      return { outcome: 'lost' };
    default:
      return assertNever(outcome);
  }
}
