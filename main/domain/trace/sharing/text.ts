import type { RouteChange, TraceHop, TraceNode, TraceView } from '../../model/trace.ts';
import { METHOD_NAMES } from '../../words/names.ts';
import {
  countOf,
  countText,
  millisecondsFigure,
  percentRangeText,
  percentText,
} from '../../words/numbers.ts';
import { inNoRow } from '../../words/uncounted.ts';
import { hopBadges, nodeBadges } from './badges.ts';
import { isPlaceholder } from './masker.ts';
import { alignedLines } from './table.ts';

const HEAD = ['Hop', 'Who answers', 'Loss', '95 % range', 'Sent', 'Last', 'Mean', 'Best', 'Worst', ''];
/** Columns of words; figures are flush right. */
const LEFT = 2;

/** `2026-01-31 14:02:03 UTC`: whoever gets the mail may live elsewhere. */
const timeText = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const nodeText = ({ name, address }: TraceNode): string => (name === null ? address : `${name} (${address})`);

/** A silent hop loses nothing that anybody knows of. */
function lossCells({ lossPercent, interval95, reading }: TraceHop): string[] {
  if (lossPercent === null || reading === 'silent') return ['', ''];
  const range = interval95 === null ? '' : percentRangeText([interval95[0] / 100, interval95[1] / 100]);
  return [percentText(lossPercent / 100), range];
}

function timeCells(rttMs: TraceNode['rttMs']): string[] {
  if (rttMs === null) return ['', '', '', ''];
  return [rttMs.last, rttMs.mean, rttMs.min, rttMs.max].map(millisecondsFigure);
}

function hopRows(hop: TraceHop): string[][] {
  const [first, ...others] = hop.nodes;
  const badges = [...hopBadges(hop), ...(first === undefined ? [] : nodeBadges(first))];
  const head = [
    String(hop.ttl),
    first === undefined ? '*' : nodeText(first),
    ...lossCells(hop),
    countText(hop.sent),
    ...timeCells(hop.rttMs),
    badges.join(', '),
  ];
  const rest = others.map((node) => [
    '',
    nodeText(node),
    ...['', '', ''],
    ...timeCells(node.rttMs),
    nodeBadges(node).join(', '),
  ]);
  return [head, ...rest];
}

const changeText = ({ atMs, ttl, from, to }: RouteChange): string =>
  `${timeText(atMs)}  hop ${ttl}: ${to ?? 'silent'} instead of ${from ?? 'silent'}`;

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function mtuLines({ pathMtu }: TraceView): string[] {
  if (pathMtu === null) return [];
  const where = pathMtu.ttl === null ? '' : `, larger ones end behind hop ${pathMtu.ttl}`;
  const who = pathMtu.toldBy === null ? 'found by trying' : `told by ${pathMtu.toldBy}`;
  return [`${countText(pathMtu.bytes)} bytes pass whole (${who}${where})`];
}

const linkLines = ({ links }: TraceView): string[] =>
  links.map(({ fromTtl, from, to }) => `hop ${fromTtl} ${from ?? '*'} - hop ${fromTtl + 1} ${to ?? '*'}`);

const endText = (host: string, address: string): string =>
  host === address || address === '' ? host : `${host} (${address})`;

/** What was traced, and from where it is seen. */
function wayLines(view: TraceView): readonly [what: string, where: string] {
  const { direction, host, destination, relay } = view;
  const target = endText(host, direction === 'reverse' ? (relay?.address ?? '') : destination.address);
  if (direction === 'forward') return [`Traceroute to ${target}`, 'from'];
  if (direction === 'reverse') return [`Way back from ${target}`, 'to'];
  return [`Way from ${relay === null ? 'another host' : relay.address} to ${target}`, 'seen from'];
}

function headLines(view: TraceView): string[] {
  const { direction, method, family, startedMs, durationMs, rounds, mode } = view;
  const [what, where] = wayLines(view);
  const size = view.size === undefined ? '' : ` of ${countText(view.size)} bytes`;
  const by = direction === 'forward' ? METHOD_NAMES[method] : 'IP-in-IP';
  const port = view.port === undefined ? '' : `, port ${view.port}`;
  const how = `${by} over IPv${family}${port}, ${countOf(view.sent, 'packet')}${size}`;
  const length = mode === 'continuous' ? countOf(rounds, 'round') : `${(durationMs / 1000).toFixed(1)} s`;
  return [
    view.sentence.text,
    '',
    `${what}, ${how}, ${timeText(startedMs)}, ${length}`,
    ...(view.source === null ? [] : [`${where} ${view.source}`]),
  ];
}

/** One of the names that stand in place of addresses; undefined: nothing was hidden. */
const placeholderIn = ({ source, destination, hops }: TraceView): string | undefined =>
  [
    source ?? '',
    destination.address,
    ...hops.flatMap(({ nodes }) => nodes.map(({ address }) => address)),
  ].find(isPlaceholder);

function footLines(view: TraceView): string[] {
  const uncounted = inNoRow(view);
  if (view.hops.length === 0) return [];
  const rest = uncounted === '' ? '' : ` Packets: ${uncounted}.`;
  return ['', `Round trips in milliseconds; * keeps silent.${rest}`];
}

/** A trace as plain text to paste into a mail: what it says first, then the table, then all that is left to tell. */
export function traceText(view: TraceView): string {
  const hidden = placeholderIn(view);
  const table = alignedLines([HEAD, ...view.hops.flatMap(hopRows)], LEFT);
  const lines = [
    ...headLines(view),
    '',
    ...(view.hops.length === 0 ? ['No hops.'] : table),
    ...footLines(view),
    ...section('Largest packet', mtuLines(view)),
    ...section('Compared with the healthy path', view.comparison === null ? [] : [view.comparison.text]),
    ...section('Changes of the path', view.changes.map(changeText)),
    ...section('Links', linkLines(view)),
    ...section(
      'Notes',
      view.warnings.map(({ text }) => text),
    ),
    ...(hidden === undefined ? [] : ['', `Names such as ${hidden} stand for addresses that were hidden.`]),
  ];
  return `${lines.join('\n')}\n`;
}
