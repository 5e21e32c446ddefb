import { sameAddress } from '../../wire/address.ts';
import { PROTOCOL } from '../../wire/ip-protocol.ts';
import type { Quoted, QuotedIp } from '../../wire/quoted.ts';
import { type Incoming, VERDICT_OF_CATEGORY } from '../incoming.ts';
import { nameAt } from '../trace/match.ts';
import { hasWholeToken, tokenEvidence } from '../trace/token.ts';
import { TRAIN_CHECKSUM, TRAIN_ICMP_ID, trainPieces } from './packets.ts';
import type { Train, TrainKey } from './train.ts';

export type FindTrain = (name: string) => Train | null;

export interface TrainMatch {
  readonly probe: Train;
  readonly kind: 'echo-reply' | 'ttl-exceeded' | 'unreachable';
  readonly translated: boolean | null;
  /** Whether the packet was still in pieces where the error is from; null: no error. */
  readonly fragmented: boolean | null;
  /** Place in the train of the fragment that an error quotes; null: all of it. */
  readonly fragment: number | null;
}

const idName = (family: 4 | 6, identification: number): string => `id${family} ${identification}`;
const sequenceName = (family: 4 | 6, sequence: number): string => `sequence${family} ${sequence}`;

/** Under which a train is found; all names are of its target too. */
export const trainNames = (
  { family, bytes }: Train['target'],
  { identification, sequence }: Omit<TrainKey, 'token'>,
): readonly string[] =>
  [idName(family, identification), sequenceName(family, sequence)].map((name) => nameAt(name, bytes));

const isFragment = ({ moreFragments, fragmentOffset }: QuotedIp): boolean =>
  moreFragments || fragmentOffset > 0;

const isOwnSource = (ip: QuotedIp, { source }: Train): boolean =>
  source !== null && sameAddress(ip.source, source);

/** Of a fragment but the first nothing is there to go by but the header: all of that must be as it was sent. */
function judgeMiddle(train: Train, { ip }: Quoted): { readonly translated: null } | null {
  const isOurs = trainPieces(train.fragments).some(({ offset }) => offset === ip.fragmentOffset);
  return isOurs && ip.identification === train.identification && isOwnSource(ip, train)
    ? { translated: null }
    : null;
}

/** The token proves a train by itself; without it all else must be as it was sent. */
function judge(train: Train, quoted: Quoted): { readonly translated: boolean | null } | null {
  const { ip, content } = quoted;
  if (content.kind === 'fragment') return judgeMiddle(train, quoted);
  if (content.kind !== 'echo' || !content.request) return null;
  const evidence = tokenEvidence(content.payload, train.token);
  if (evidence === 'contradicts') return null;
  const hasId = ip.identification === null || ip.identification === train.identification;
  const isAsSent = content.id === TRAIN_ICMP_ID && content.sequence === train.sequence && hasId;
  if (!isAsSent && evidence !== 'proof') return null;
  const isChanged = content.id !== TRAIN_ICMP_ID || content.checksum !== TRAIN_CHECKSUM;
  return { translated: isChanged || !isOwnSource(ip, train) };
}

function namesIn({ ip, content }: Quoted): readonly string[] {
  const names = ip.identification === null ? [] : [idName(ip.family, ip.identification)];
  if (content.kind === 'echo') names.push(sequenceName(ip.family, content.sequence));
  return names.map((name) => nameAt(name, ip.destination));
}

function matchError(
  { family, error, quoted }: Extract<Incoming, { kind: 'error' }>,
  find: FindTrain,
): TrainMatch | null {
  const { ip } = quoted;
  const kind = VERDICT_OF_CATEGORY[error.category];
  if (kind === null || ip.family !== family) return null;
  if (ip.protocol !== (family === 4 ? PROTOCOL.icmp : PROTOCOL.icmpv6)) return null;
  for (const name of namesIn(quoted)) {
    const probe = find(name);
    const verdict = probe === null ? null : judge(probe, quoted);
    if (probe === null || verdict === null) continue;
    const fragmented = isFragment(ip);
    const place = trainPieces(probe.fragments).findIndex(({ offset }) => offset === ip.fragmentOffset);
    return { probe, kind, ...verdict, fragmented, fragment: fragmented && place >= 0 ? place : null };
  }
  return null;
}

/** What follows the token may be cut, as some hosts do. */
function matchReply(
  { family, from, echo }: Extract<Incoming, { kind: 'echo-reply' }>,
  find: FindTrain,
): TrainMatch | null {
  const probe = find(nameAt(sequenceName(family, echo.sequence), from));
  if (probe === null || echo.id !== TRAIN_ICMP_ID || !hasWholeToken(echo.payload, probe.token)) return null;
  return { probe, kind: 'echo-reply', translated: null, fragmented: null, fragment: null };
}

/** The train that the arrival answers; null: none of ours, or not beyond doubt. */
export function matchTrain(incoming: Incoming, find: FindTrain): TrainMatch | null {
  if (incoming.kind === 'error') return matchError(incoming, find);
  return incoming.kind === 'echo-reply' ? matchReply(incoming, find) : null;
}
