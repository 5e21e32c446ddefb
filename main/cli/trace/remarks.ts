import type { TraceHop, TraceNode } from '../../domain/model/trace.ts';
import { USUAL_ANSWERS } from '../../domain/trace/usual-answers.ts';
import { ADDRESS_NOTES } from '../../domain/words/address-notes.ts';
import { countOf, countText } from '../../domain/words/numbers.ts';
import { printable } from '../terminal/terminal.ts';

/** The letter that traceroutes have always used, and its meaning. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  'net-unreachable': '!N network unreachable',
  'no-route': '!N no route',
  'host-unreachable': '!H host unreachable',
  'address-unreachable': '!H host unreachable',
  'protocol-unreachable': '!P protocol unreachable',
  'fragmentation-needed': '!F too large',
  'packet-too-big': '!F too large',
  'source-route-failed': '!S source route failed',
  'admin-prohibited': '!X prohibited',
  'net-prohibited': '!X prohibited',
  'host-prohibited': '!X prohibited',
  'policy-failed': '!X prohibited',
  'reject-route': '!X rejected',
};

function labels({ mpls }: TraceNode): readonly string[] {
  return mpls.length === 0 ? [] : [`MPLS ${mpls.map(({ label }) => label).join('/')}`];
}

function ways({ interfaces }: TraceNode): readonly string[] {
  return interfaces.flatMap(({ role, name }) => (name === null ? [] : [`${role} ${printable(name)}`]));
}

/** What is to be said of a router beside its figures. */
export function nodeRemarks(node: TraceNode): readonly string[] {
  const unusual = node.answers.filter((answer) => !USUAL_ANSWERS.has(answer));
  return [
    ...unusual.map((answer) => UNREACHABLE[answer] ?? `! ${printable(answer)}`),
    ...(node.translated ? ['addresses translated (NAT)'] : []),
    ...labels(node),
    ...ways(node),
    // The address tells it, so it is the first to go where there is no room.
    ...(node.note === null ? [] : [ADDRESS_NOTES[node.note]]),
  ];
}

/** What the figures of a hop mean, where they could be misread. */
export function hopRemarks(hop: TraceHop): readonly string[] {
  const unanswered = hop.sent - hop.received - hop.late;
  return [
    ...(hop.nodes.length > 1 && unanswered > 0
      ? [`${countText(unanswered)} of ${countText(hop.sent)} unanswered`]
      : []),
    ...(hop.reading === 'loss' ? ['loses packets'] : []),
    ...(hop.reading === 'rate-limited' ? ['limits its own answers, traffic passes'] : []),
    ...(hop.late > 0 ? [`${countText(hop.late)} late`] : []),
    ...(hop.duplicate > 0 ? [countOf(hop.duplicate, 'extra answer')] : []),
  ];
}
