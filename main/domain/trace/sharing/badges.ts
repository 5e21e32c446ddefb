import type { HopReading, TraceHop, TraceInterface, TraceLabel, TraceNode } from '../../model/trace.ts';
import { ADDRESS_NOTES } from '../../words/address-notes.ts';
import { countText } from '../../words/numbers.ts';
import { USUAL_ANSWERS } from '../usual-answers.ts';

const READINGS: Readonly<Record<HopReading, string | null>> = {
  clean: null,
  loss: 'loses packets',
  'rate-limited': 'limits its own answers, traffic passes',
  silent: 'no answer',
  unknown: null,
};

const labelText = ({ label, trafficClass, ttl }: TraceLabel): string =>
  `${label}${trafficClass === 0 ? '' : ` class ${trafficClass}`} TTL ${ttl}`;

function interfaceText({ role, name, index, address, mtu }: TraceInterface): string {
  const which = name ?? (index === null ? '' : `number ${index}`);
  const parts = [role, which, address ?? '', mtu === null ? '' : `MTU ${countText(mtu)}`];
  return `interface ${parts.filter((part) => part !== '').join(' ')}`;
}

/** What is remarkable about an address that answered, in words. */
export function nodeBadges(node: TraceNode): string[] {
  return [
    ...(node.note === null ? [] : [ADDRESS_NOTES[node.note]]),
    ...(node.mpls.length === 0 ? [] : [`MPLS ${node.mpls.map(labelText).join(' / ')}`]),
    ...(node.translated ? ['addresses translated (NAT)'] : []),
    ...node.answers.filter((answer) => !USUAL_ANSWERS.has(answer)),
    ...node.interfaces.map(interfaceText),
  ];
}

export function hopBadges(hop: TraceHop): string[] {
  const reading = READINGS[hop.reading];
  return [
    ...(reading === null || hop.sent === 0 ? [] : [reading]),
    ...(hop.late > 0 ? [`${countText(hop.late)} late`] : []),
    ...(hop.duplicate > 0 ? [`${countText(hop.duplicate)} duplicate`] : []),
  ];
}
